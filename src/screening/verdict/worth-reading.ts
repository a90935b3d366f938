import { DEFAULT_STAGE } from '../../contract/defaults.js'
import type { Stage } from '../../contract/words.js'
import type { ModelSource } from '../../ruleset/model-schema.js'
import type { PolicySource } from '../../ruleset/schema.js'
import { logOdds } from '../model/score.js'
import { type Finding, thresholdsOf } from './decide.js'

/** Whether reading is worth its time: it may change what rules and voice have found. */
export type WorthReading = (findings: readonly Finding[], text: string, stage?: Stage) => boolean

/** UTF-16 units that take as long to read as what has to be done for every text, whatever its length. */
const FIXED_COST = 40
/** Of a longer text only so much is read. */
const LONGEST = 900
/** The length at which `readWithin` is the distance itself. */
const USUAL = 100

/**
 * Worth it where a category is near the line between flagged and not, for what the time costs: within so many log-odds,
 * fitted by `npm run train` on messages of families that no part had seen. Without a model everything is.
 */
export function buildWorthReading(model: ModelSource | undefined, policy: PolicySource): WorthReading {
  if (!model?.reader) return () => true
  const { readWithin } = model.reader
  return (findings, text, stage) => priceOfReading(findings, policy, text, stage) <= readWithin
}

/**
 * What reading costs for a chance to mend something, as a logarithm. The chance falls about e-fold with every unit of
 * log-odds between the flag of a category and its threshold (the nearest category counts); the time grows with the text.
 */
export function priceOfReading(
  findings: readonly Pick<Finding, 'category' | 'confidence'>[],
  policy: PolicySource,
  text: string,
  stage: Stage = DEFAULT_STAGE,
): number {
  const distances = findings
    .filter(({ category }) => category.source === 'text')
    .map(({ category: { id }, confidence }) =>
      Math.abs(logOdds(confidence) - logOdds(thresholdsOf(policy, id, stage).flag)),
    )
  const time = (FIXED_COST + Math.min(text.length, LONGEST)) / (FIXED_COST + USUAL)
  return Math.min(Number.POSITIVE_INFINITY, ...distances) + Math.log(time)
}
