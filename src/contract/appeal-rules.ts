import type { CaseStatus, Side, Verdict } from './words.js'

/** What an objection can be against. */
export type Contested = Exclude<CaseStatus, 'pending'>

const DAY = 24 * 60 * 60 * 1_000

/**
 * What a side says is wrong when it objects: that the message breaks the rules, or that there is nothing wrong with it;
 * undefined: there is nothing that it could object to. Before anybody has decided the verdict is what stands.
 */
export function contestedBy(side: Side, status: CaseStatus, verdict: Verdict): Contested | undefined {
  const isWithheld = verdict === 'review' || verdict === 'block'
  if (side === 'sender') {
    if (status === 'confirmed') return 'confirmed'
    return status === 'pending' && verdict !== 'allow' ? 'confirmed' : undefined
  }
  if (status === 'pending') return isWithheld ? 'confirmed' : 'dismissed'
  return status
}

/** For how long a decision can be objected to. */
export interface Term {
  /** After the decision, or after the arrival while there is none. */
  readonly days: number
  /** After the arrival: then the case is deleted. */
  readonly keptDays: number
}

/** Until when: nobody is promised longer than the case is kept. ISO 8601, UTC. */
export function appealableUntil(
  createdAt: string,
  decidedAt: string | null,
  { days, keptDays }: Term,
): string {
  const end = Math.min(
    Date.parse(decidedAt ?? createdAt) + days * DAY,
    Date.parse(createdAt) + keptDays * DAY,
  )
  return new Date(end).toISOString()
}
