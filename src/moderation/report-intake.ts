import { buildIdFactory } from '../contract/ids.js'
import type { IncomingMessage } from '../contract/message.js'
import type { Verdict } from '../contract/words.js'
import type { NewReport, Reported } from '../store/reports.js'
import type { Store } from '../store/store.js'
import type { Judge } from './lists/judge.js'

/** Judges a reported message by today's rules and lists and puts it before the moderators, whatever the verdict. */
export type ReportIntake = (
  tenant: string,
  actor: string,
  message: IncomingMessage,
  report: NewReport,
) => Promise<{ readonly reported: Reported; readonly verdict: Verdict }>

export function buildReportIntake({
  judge,
  store,
}: {
  readonly judge: Judge
  readonly store: Pick<Store, 'reports'>
}): ReportIntake {
  const nextId = buildIdFactory()
  return async (tenant, actor, message, report) => {
    const judgement = await judge(tenant, message)
    const screening = { id: nextId(), message, judgement }
    return { reported: await store.reports.add(tenant, actor, report, screening), verdict: judgement.verdict }
  }
}
