import { DEFAULT_STAGE } from '../contract/defaults.js'
import type { Evidence, Judgement } from '../contract/judgement.js'
import type { IncomingMessage } from '../contract/message.js'
import type { Screener } from '../contract/screener.js'
import type { Asked } from '../store/contacts.js'
import type { Store } from '../store/store.js'

/** What a judgement becomes by whom its client asked before, and whether it is to be counted as an ask itself. */
interface Hastened {
  readonly judgement: Judgement
  readonly asksContact: boolean
}

/** For the messages of one request, in their order. */
type Hasten = (message: IncomingMessage, judgement: Judgement) => Promise<Hastened>

export interface Velocity {
  readonly begin: (tenant: string) => Hasten
}

export interface VelocityParts {
  readonly screener: Pick<Screener, 'categories' | 'countsAs'>
  readonly contacts: Pick<Store['contacts'], 'asked'>
  /** Recipients within the hour that are still nothing; 0: nobody is counted. */
  readonly limit: number
}

/** However many: haste alone proves nothing. */
const HIGHEST = 0.95

/**
 * How sure it is that a client who sent asks for contact to so many within an hour is a risk: from one half just above the
 * limit, as three quarters at twice and nine tenths at five times the limit. Judgement, not fitted: there are no labelled
 * records of it.
 */
export function hasteOf(recipients: number, limit: number): number {
  if (limit === 0 || recipients <= limit) return 0
  return Math.min(HIGHEST, Math.round((1 - limit / (2 * recipients)) * 10_000) / 10_000)
}

/** Counts only flagged asks of a named client to a named recipient: one question to the store for each client of a request. */
export function buildVelocity({ screener, contacts, limit }: VelocityParts): Velocity {
  return {
    begin: tenant => {
      const before = new Map<string, Promise<Asked>>()
      const now = new Map<string, Set<string>>()
      return async (message, judgement) => {
        const client = message.client?.id
        const recipient = message.recipient?.id
        const isAsk = judgement.flags.some(({ category }) => category === screener.countsAs.contactAsk)
        if (limit === 0 || judgement.test || !isAsk || client === undefined || recipient === undefined)
          return { judgement, asksContact: false }
        const asking = before.get(client) ?? contacts.asked(tenant, client, new Date())
        before.set(client, asking)
        const asked = await asking
        const here = now.get(client) ?? new Set<string>()
        const recipients = asked.recipients + here.size
        if (!message.dryRun && !asked.includes(recipient)) now.set(client, here.add(recipient))
        return { judgement: withHaste(judgement, message, recipients), asksContact: true }
      }
    },
  }

  function withHaste(judgement: Judgement, { stage = DEFAULT_STAGE }: IncomingMessage, recipients: number) {
    const confidence = hasteOf(recipients, limit)
    const category = screener.categories.find(({ id }) => id === screener.countsAs.clientRisk)
    if (category === undefined || confidence < category.thresholds[stage].flag) return judgement
    const before = judgement.flags.find(flag => flag.category === category.id)
    const flag = {
      category: category.id,
      label: category.label,
      severity: category.severity,
      confidence: Math.max(confidence, before?.confidence ?? 0),
      evidence: [...(before?.evidence ?? []), evidenceOf(category.id)],
      advice: before?.advice ?? category.advice,
    }
    const flags = [...judgement.flags.filter(one => one !== before), flag].sort(
      (a, b) => b.confidence - a.confidence,
    )
    // The ask is flagged already, and a caution is never harsher: the verdict and what made it stay.
    return {
      ...judgement,
      flags,
      confidence: Math.max(judgement.confidence, flag.confidence),
      scores: { ...judgement.scores, [category.id]: flag.confidence },
    }
  }

  function evidenceOf(category: string): Evidence {
    const reason = `この依頼者は 1 時間のうちに ${limit} 人を超える相手へ外部での連絡を求めています`
    return { start: 0, end: 0, text: '', rule: `${category}.velocity`, reason }
  }
}
