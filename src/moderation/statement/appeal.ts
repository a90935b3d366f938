import { appealableUntil, contestedBy, type Term } from '../../contract/appeal-rules.js'
import type { Audience } from '../../contract/words.js'
import type { Appeal } from '../../store/appeals/appeals.js'
import type { ScreeningDetail } from '../../store/screening.js'
import type { Matter } from './matter.js'
import { type Both, fill, type StatementWords } from './words.js'

export interface AppealNotice {
  readonly possible: boolean
  /** ISO 8601, UTC; null when there is nothing to object to, or it was done. */
  readonly until: string | null
  readonly status: Appeal['status'] | null
  readonly how: Both
}

/** Whether and how somebody may object. Who reported may not: it is not their message that something was done with. */
export function appealNoticeOf(
  audience: Audience,
  { status, verdict, createdAt, decision }: ScreeningDetail,
  { isFree }: Matter,
  appeals: readonly Appeal[],
  term: Term,
  { appeal: words }: StatementWords,
): AppealNotice | null {
  if (audience === 'reporter') return null
  const own = appeals.find(({ from }) => from === audience)
  if (own) return { possible: false, until: null, status: own.status, how: words[own.status] }
  if (contestedBy(audience, status, verdict) === undefined || (isFree && audience === 'sender'))
    return { possible: false, until: null, status: null, how: words.none }
  const until = appealableUntil(createdAt, decision?.at ?? null, term)
  const possible = new Date().toISOString() < until
  const said = possible ? words.possible : words.late
  return {
    possible,
    until,
    status: null,
    how: {
      ja: fill(said.ja, { until: inJapanese(until) }),
      en: fill(said.en, { until: inEnglish(until) }),
    },
  }
}

/** Platforms and their people are in Japan. */
const ZONE = { timeZone: 'Asia/Tokyo' } as const
export const inJapanese = (at: string): string =>
  new Intl.DateTimeFormat('ja-JP', { dateStyle: 'long', ...ZONE }).format(new Date(at))
export const inEnglish = (at: string): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', ...ZONE }).format(new Date(at))
