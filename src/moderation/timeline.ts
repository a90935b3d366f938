import type { ScreeningId } from '../contract/ids.js'
import type { AuditEvent } from '../store/audit.js'
import type { ScreeningSummary } from '../store/screening.js'
import type { Store } from '../store/store.js'

/** What happened to a screening: its arrival, of which there is no record but itself, and what people did. */
export type TimelineEvent = Omit<AuditEvent, 'type'> & { readonly type: AuditEvent['type'] | 'screened' }

/** Oldest first, as far as the viewer may see it; undefined when there is no such screening. */
export async function timelineOf(
  { screenings, audit }: Pick<Store, 'screenings' | 'audit'>,
  tenant: string,
  id: ScreeningId,
  viewer?: string,
): Promise<readonly TimelineEvent[] | undefined> {
  const [found, events] = await Promise.all([screenings.find(tenant, id), audit.of(tenant, id, viewer)])
  if (!found) return undefined
  return beginningWithArrival(found, events)
}

/** What people did, behind the arrival. */
export function beginningWithArrival(
  { id, verdict, origin, createdAt: at }: ScreeningSummary,
  events: readonly AuditEvent[],
): readonly TimelineEvent[] {
  return [
    { id, at, type: 'screened', actor: 'sekisho', screeningId: id, detail: { verdict, origin } },
    ...events,
  ]
}
