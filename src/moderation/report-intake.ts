import { buildIdFactory } from '../contract/ids.js'
import type { IncomingMessage } from '../contract/message.js'
import type { Screener } from '../contract/screener.js'
import type { Verdict } from '../contract/words.js'
import type { NewReport, Reported } from '../store/reports.js'
import type { Store } from '../store/store.js'
import { recallIdentifiers } from './identifier-memory.js'
import type { Judge } from './lists/judge.js'

/** Judges a reported message by today's rules and lists and puts it before the moderators, whatever the verdict. */
export type ReportIntake = (
  tenant: string,
  actor: string,
  message: IncomingMessage,
  report: NewReport,
) => Promise<{ readonly reported: Reported; readonly verdict: Verdict }>

export function buildReportIntake({
  screener,
  judge,
  store,
}: {
  readonly screener: Screener
  readonly judge: Judge
  readonly store: Pick<Store, 'reports' | 'identifiers'>
}): ReportIntake {
  const nextId = buildIdFactory()
  return async (tenant, actor, message, report) => {
    const judged = await judge(tenant, message)
    const knownOf = await recallIdentifiers(store.identifiers, tenant, [judged])
    const judgement = screener.recall(judged, message, knownOf)
    const screening = { id: nextId(), message, judgement }
    return { reported: await store.reports.add(tenant, actor, report, screening), verdict: judgement.verdict }
  }
}
