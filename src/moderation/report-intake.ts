import { buildIdFactory } from '../contract/ids.js'
import type { IncomingMessage } from '../contract/message.js'
import type { Screener } from '../contract/screener.js'
import type { Verdict } from '../contract/words.js'
import type { NewReport, Reported } from '../store/reports.js'
import type { NewScreening } from '../store/screening.js'
import type { Store } from '../store/store.js'
import { amongItsLike } from './campaigns/among-its-like.js'
import { recallIdentifiers } from './identifier-memory.js'
import { withIdentifiersBefore } from './identifiers-before.js'
import { campaignEntries } from './lists/campaigns.js'
import type { Judge } from './lists/judge.js'
import type { ListBook } from './lists/list-book.js'

/** Judges a reported message by today's rules, lists and campaigns and puts it before the moderators, whatever the verdict. */
export type ReportIntake = (
  tenant: string,
  actor: string,
  message: IncomingMessage,
  report: NewReport,
) => Promise<{ readonly reported: Reported; readonly verdict: Verdict }>

interface Parts {
  readonly screener: Screener
  readonly judge: Judge
  readonly lists: Pick<ListBook, 'of'>
  readonly store: Pick<Store, 'reports' | 'identifiers' | 'campaigns'>
}

export function buildReportIntake({ screener, judge, lists, store }: Parts): ReportIntake {
  const nextId = buildIdFactory()

  return async (tenant, actor, message, report) => {
    const judged = await judge(tenant, message)
    const knownOf = await recallIdentifiers(store.identifiers, tenant, [judged])
    const judgement = screener.recall(judged, message, knownOf)
    const fingerprint = judgement.test ? undefined : screener.fingerprint(message.text)
    const alone = { id: nextId(), message, judgement, fingerprint }
    const screening = await amongOthers(tenant, withIdentifiersBefore(screener, store.identifiers, alone))
    const reported = await store.reports.add(tenant, actor, report, screening)
    return { reported, verdict: screening.judgement.verdict }
  }

  /** What moderators confirmed or admins denied of its like holds; what was found harmless does not: somebody objects to it. */
  async function amongOthers(tenant: string, alone: NewScreening): Promise<NewScreening> {
    const listed = campaignEntries(lists, tenant)
    const isDecided = listed !== undefined || (await store.campaigns.anyDecided(tenant))
    const orAnswer = <Result>(ask: () => Promise<Result>) => ask()
    const among = await amongItsLike({ screener, store }, alone, { tenant, isDecided, listed, orAnswer })
    return among.passedIn === undefined ? among : alone
  }
}
