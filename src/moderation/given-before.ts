import { foundBy, namesOf } from '../contract/idempotency.js'
import type { Judgement } from '../contract/judgement.js'
import type { IncomingMessage } from '../contract/message.js'
import type { Screener } from '../contract/screener.js'
import type { Earlier, Receipt } from '../store/screening.js'
import { withEvidenceText } from '../store/stored-text.js'
import type { Judge } from './lists/judge.js'
import type { Outcome } from './outcome.js'
import type { Turn } from './turns.js'

interface Parts {
  readonly screener: Pick<Screener, 'identifiers' | 'ruleset'>
  readonly judge: Judge
  readonly turn: Turn
}

export interface GivenBefore {
  /** The first answer again, when the message is the same in all that decides. One receipt a name, at least one. */
  readonly repeat: (
    tenant: string,
    message: IncomingMessage,
    receipts: readonly Receipt[],
  ) => Promise<Outcome>
  /** When another request of the same name was kept first, its answer holds; what was erased stays so. */
  readonly afterRace: (
    tenant: string,
    outcome: Outcome,
    message: IncomingMessage | undefined,
    late: ReadonlyMap<string, Earlier>,
  ) => Promise<Outcome>
}

/** Answers to messages that were answered before. */
export function buildGivenBefore({ screener, judge, turn }: Parts): GivenBefore {
  return { repeat, afterRace }

  async function repeat(
    tenant: string,
    message: IncomingMessage,
    receipts: readonly Receipt[],
  ): Promise<Outcome> {
    for (const { name, differences } of receipts) {
      const differing = differences(message)
      if (differing.length > 0) return { kind: 'conflict', by: foundBy(name), differing }
    }
    const [receipt] = receipts
    if (receipt === undefined) throw new Error('a message that is not new has no answer')
    return { kind: 'judged', ...(await again(tenant, message, receipt)), campaign: null, replayed: true }
  }

  async function again(tenant: string, message: IncomingMessage, { screeningId, result }: Receipt) {
    // Only while the same ruleset judges: another would explain something else.
    const explains = message.explain && result.ruleset.hash === screener.ruleset.hash
    if (explains) await turn()
    const judgement: Judgement = {
      ...result,
      flags: withEvidenceText(result.flags, message.text),
      identifiers: screener.identifiers(message.text),
      // Those of a version before hold none.
      decidedBy: result.decidedBy ?? null,
      ...(explains ? { explanation: (await judge(tenant, message)).explanation } : {}),
    }
    return { id: screeningId, judgement }
  }

  async function afterRace(
    tenant: string,
    outcome: Outcome,
    message: IncomingMessage | undefined,
    late: ReadonlyMap<string, Earlier>,
  ): Promise<Outcome> {
    if (message === undefined) return outcome
    const earlier = namesOf(message).flatMap(name => late.get(name) ?? [])
    if (earlier.length === 0) return outcome
    const receipts = earlier.filter(one => one !== 'erased')
    return receipts.length < earlier.length ? { kind: 'erased' } : repeat(tenant, message, receipts)
  }
}
