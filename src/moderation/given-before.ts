import type { ScreeningId } from '../contract/ids.js'
import type { Judgement } from '../contract/judgement.js'
import type { IncomingMessage } from '../contract/message.js'
import type { Screener } from '../contract/screener.js'
import type { Earlier, Receipt } from '../store/screening.js'
import type { Store } from '../store/store.js'
import { withEvidenceText } from '../store/stored-text.js'
import type { Judge } from './lists/judge.js'
import type { Outcome } from './outcome.js'
import { messageIdOf } from './sent-twice.js'
import type { Turn } from './turns.js'
import { answeringWithoutStore, type StoreTrouble } from './without-store.js'

interface Parts extends StoreTrouble {
  readonly screener: Pick<Screener, 'identifiers' | 'ruleset'>
  readonly store: Pick<Store, 'inbox'>
  readonly judge: Judge
  readonly turn: Turn
}

export interface GivenBefore {
  /** The first answer again. */
  readonly repeat: (tenant: string, message: IncomingMessage, receipt: Receipt) => Promise<Outcome>
  /** When another request with the same message id was kept first, its answer holds; what was erased stays so. */
  readonly afterRace: (
    tenant: string,
    outcome: Outcome,
    message: IncomingMessage | undefined,
    late: ReadonlyMap<string, Earlier>,
  ) => Promise<Outcome>
}

/** Answers to message ids that were answered before. */
export function buildGivenBefore(parts: Parts): GivenBefore {
  const { screener, store, judge, turn } = parts
  return { repeat, afterRace }

  async function repeat(
    tenant: string,
    message: IncomingMessage,
    { messageId, screeningId, isOf, result }: Receipt,
  ): Promise<Outcome> {
    if (!isOf(message.text)) return { kind: 'conflict', messageId }
    // Only while the same ruleset judges: another would explain something else.
    const explains = message.explain && result.ruleset.hash === screener.ruleset.hash
    const judgement: Judgement = {
      ...result,
      flags: withEvidenceText(result.flags, message.text),
      identifiers: screener.identifiers(message.text),
      // Those of a version before hold none.
      decidedBy: result.decidedBy ?? null,
      ...(explains ? { explanation: await explained(tenant, screeningId, message) } : {}),
    }
    return { kind: 'judged', id: screeningId, judgement, campaign: null }
  }

  /** With the messages that came before it then, where they are kept: without them it reads otherwise. */
  async function explained(tenant: string, id: ScreeningId, message: IncomingMessage) {
    const orAnswer = answeringWithoutStore(parts)
    const history = await orAnswer(() => store.inbox.history(tenant, id), null)
    await turn()
    return (await judge(tenant, history === null ? message : { ...message, history })).explanation
  }

  async function afterRace(
    tenant: string,
    outcome: Outcome,
    message: IncomingMessage | undefined,
    late: ReadonlyMap<string, Earlier>,
  ): Promise<Outcome> {
    const messageId = message && messageIdOf(message)
    const earlier = messageId === undefined ? undefined : late.get(messageId)
    if (message === undefined || messageId === undefined || earlier === undefined) return outcome
    return earlier === 'erased' ? { kind: 'erased', messageId } : repeat(tenant, message, earlier)
  }
}
