import type { Report, ScreeningDetail } from '../store/screening.js'
import type { Store } from '../store/store.js'

/** A case as whoever works on it sees it. */
interface OpenedCase extends ScreeningDetail {
  /** Oldest first. */
  readonly reports: readonly Report[]
}

/** Adds what stands beside a screening. */
export async function openedCase(
  { reports }: Pick<Store, 'reports'>,
  tenant: string,
  screening: ScreeningDetail,
): Promise<OpenedCase> {
  return { ...screening, reports: await reports.of(tenant, screening.id) }
}
