import type { ScreeningDetail } from '../../store/screening.js'
import type { Matter, Rule } from './matter.js'
import { fill, type StatementWords } from './words.js'

/**
 * The statement in the fields of the EU's transparency database (Regulation 2022/2065, Article 24(5); its API as of July
 * 2025). Without personal data, as that database asks: no passage, no name. Null: nothing was restricted.
 */
export function dsaOf(
  { id, createdAt }: ScreeningDetail,
  matter: Matter,
  rules: readonly Rule[],
  { dsa: words }: StatementWords,
) {
  if (matter.isFree) return null
  const known = Object.entries(words.categories).filter(([category]) => matter.categories.includes(category))
  const chief = known[0]?.[1].category ?? 'STATEMENT_CATEGORY_OTHER_VIOLATION_TC'
  const keywords = known.filter(([, { category }]) => category === chief)
  const others = keywords.flatMap(([, { other }]) => other ?? [])
  const addition = [...new Set(known.map(([, { category }]) => category))].filter(one => one !== chief)
  const date = (at: string) => at.slice(0, 10)
  const [fact, restriction] = factOf(matter, words)
  return {
    decision_visibility: [
      restriction === null ? 'DECISION_VISIBILITY_CONTENT_DISABLED' : 'DECISION_VISIBILITY_OTHER',
    ],
    decision_visibility_other: restriction,
    decision_ground: 'DECISION_GROUND_INCOMPATIBLE_CONTENT',
    incompatible_content_ground: rules.map(({ label }) => label.en).join('; '),
    incompatible_content_explanation: rules.map(({ text }) => text.en).join(' '),
    // Whether it is unlawful is not ours to say.
    incompatible_content_illegal: 'No' as const,
    content_type: ['CONTENT_TYPE_TEXT'],
    content_language: 'JA',
    content_date: date(createdAt),
    application_date: date(matter.since),
    decision_facts: fill(fact, { how: words.facts.how[matter.decision] }),
    category: chief,
    category_addition: addition,
    category_specification: [...new Set(keywords.flatMap(([, { keywords: own }]) => own))],
    category_specification_other: others.length > 0 ? others.join('; ') : null,
    source_type: matter.detectedBy === 'notice' ? 'SOURCE_TYPE_OTHER_NOTIFICATION' : 'SOURCE_VOLUNTARY',
    automated_detection: matter.detectedBy === 'machine' ? ('Yes' as const) : ('No' as const),
    automated_decision: AUTOMATED[matter.decision],
    puid: id,
  }
}

const AUTOMATED = {
  fully: 'AUTOMATED_DECISION_FULLY',
  partially: 'AUTOMATED_DECISION_PARTIALLY',
  not: 'AUTOMATED_DECISION_NOT_AUTOMATED',
} as const

function factOf({ isWithheld, status }: Matter, words: StatementWords['dsa']) {
  if (isWithheld) return [words.facts.withheld, null] as const
  return status === 'confirmed'
    ? ([words.facts.delivered, words.foundAfterwards] as const)
    : ([words.facts.advised, words.advised] as const)
}
