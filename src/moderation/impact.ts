import type { Judgement } from '../contract/judgement.js'
import type { ScreeningInput } from '../contract/message.js'
import type { CaseStatus, Verdict } from '../contract/words.js'
import type { ScreeningDetail, WithHistory } from '../store/screening.js'

/** A stored result, as far as it matters here. */
export interface StoredJudgement {
  readonly id: string
  readonly status: CaseStatus
  readonly verdict: Verdict
  readonly categories: readonly string[]
  readonly input: ScreeningInput
}

/** With what was written before it: a message that was split over several is judged as a whole again. */
export function storedJudgement(screening: ScreeningDetail & WithHistory): StoredJudgement {
  const { id, status, verdict, flags, text, stage, kind, outsideContactApproved } = screening
  const { client, history } = screening
  return {
    id,
    status,
    verdict,
    categories: flags.map(({ category }) => category),
    input: {
      text,
      stage,
      kind,
      outsideContactApproved,
      ...(client && { client }),
      ...(history && { history }),
    },
  }
}

/** What another dictionary says of it. */
export interface Change {
  readonly id: string
  readonly status: StoredJudgement['status']
  readonly from: Verdict
  readonly to: Verdict
  readonly added: readonly string[]
  readonly removed: readonly string[]
}

/** The difference a dictionary makes to a stored result; undefined when it makes none. */
export function changeOf({ verdict, flags }: Judgement, stored: StoredJudgement): Change | undefined {
  const now = flags.map(({ category }) => category)
  const added = now.filter(category => !stored.categories.includes(category))
  const removed = stored.categories.filter(category => !now.includes(category))
  if (verdict === stored.verdict && added.length === 0 && removed.length === 0) return undefined
  return { id: stored.id, status: stored.status, from: stored.verdict, to: verdict, added, removed }
}

export const isLetGo = ({ from, to }: Change): boolean => from !== 'allow' && to === 'allow'
export const isNewlyFlagged = ({ from, to }: Change): boolean => from === 'allow' && to !== 'allow'

/** One readable line: `scr_… confirmed: block -> allow, no more off_platform_contact`. */
export function describeChange({ id, status, from, to, added, removed }: Change): string {
  return [
    `${id} ${status}: ${from === to ? from : `${from} -> ${to}`}`,
    ...added.map(category => `now ${category}`),
    ...removed.map(category => `no more ${category}`),
  ].join(', ')
}
