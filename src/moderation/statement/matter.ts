import type { CategoryInfo } from '../../contract/screener.js'
import type { Audience, CaseStatus } from '../../contract/words.js'
import type { ScreeningDetail } from '../../store/screening.js'
import type { StatementWords } from './words.js'

/** What happened to a message. */
type Measure = 'delivered' | 'advised' | 'held' | 'stopped'

const MEASURE = { allow: 'delivered', warn: 'advised', review: 'held', block: 'stopped' } as const

/** What the message was told to be: by the flags while nobody has decided, else by the decision. */
export interface Matter {
  readonly measure: Measure
  readonly isWithheld: boolean
  readonly status: CaseStatus
  /** Nothing was done with it: there are no reasons to give. */
  readonly isFree: boolean
  readonly categories: readonly string[]
  readonly detectedBy: 'machine' | 'notice' | 'person'
  readonly decision: 'fully' | 'partially' | 'not'
  /** When what stands was decided. ISO 8601, UTC. */
  readonly since: string
}

export function matterOf({ verdict, status, origin, flags, decision, createdAt }: ScreeningDetail): Matter {
  const measure = MEASURE[verdict]
  const detectedBy = origin === 'report' ? 'notice' : origin === 'audit' ? 'person' : 'machine'
  return {
    measure,
    isWithheld: measure === 'held' || measure === 'stopped',
    status,
    isFree: status === 'dismissed' || (status === 'pending' && measure === 'delivered'),
    categories: status === 'pending' ? flags.map(({ category }) => category) : (decision?.categories ?? []),
    detectedBy,
    decision: status === 'pending' ? 'fully' : detectedBy === 'machine' ? 'partially' : 'not',
    since: decision?.at ?? createdAt,
  }
}

/** Nobody reads more than they saw: who got no message is not told what it asked. */
export function mayKnowRules(audience: Audience, { isWithheld, isFree, status }: Matter): boolean {
  if (isFree) return false
  if (audience === 'sender') return true
  return audience === 'recipient' ? !isWithheld : status === 'confirmed' && !isWithheld
}

export interface Passage {
  readonly category: string
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The sender's own words that the decision rests on, as far as they were kept. */
export function passagesOf({ flags, textKept }: ScreeningDetail, { categories }: Matter): readonly Passage[] {
  if (textKept === 'none') return []
  return flags
    .filter(({ category }) => categories.includes(category))
    .flatMap(({ category, evidence }) =>
      evidence.map(({ start, end, text }) => ({ category, start, end, text })),
    )
}

export interface Rule {
  readonly category: string
  readonly label: { readonly ja: string; readonly en: string }
  readonly text: { readonly ja: string; readonly en: string }
}

/** The policy in its own words. Of a category that nobody put into English the Japanese ones stand for both. */
export function rulesOf(
  { categories }: Matter,
  known: readonly CategoryInfo[],
  { rulesInEnglish }: StatementWords,
): readonly Rule[] {
  return categories.map(category => {
    const info = known.find(({ id }) => id === category)
    const label = info?.label ?? category
    const text = info?.description ?? ''
    const english = rulesInEnglish[category]
    return {
      category,
      label: { ja: label, en: english?.label ?? label },
      text: { ja: text, en: english?.rule ?? text },
    }
  })
}
