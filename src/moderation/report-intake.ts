import type { Screener, Verdict } from '../screening/types.js'
import { buildIdFactory } from './ids.js'
import type { NewReport, Reported } from './reports.js'
import type { IncomingMessage } from './screening.js'
import type { Store } from './store.js'

/** Judges a reported message by today's rules and puts it before the moderators, whatever the verdict. */
export type TakeReport = (
  tenant: string,
  actor: string,
  message: IncomingMessage,
  report: NewReport,
) => Promise<{ readonly reported: Reported; readonly verdict: Verdict }>

export function buildReportIntake({
  screener,
  store,
}: {
  readonly screener: Screener
  readonly store: Pick<Store, 'reports'>
}): TakeReport {
  const nextId = buildIdFactory()
  return async (tenant, actor, message, report) => {
    const judgement = screener.screen(message)
    const screening = { id: nextId(), message, judgement }
    return { reported: await store.reports.add(tenant, actor, report, screening), verdict: judgement.verdict }
  }
}
