import { DEFAULT_STAGE } from '../../src/contract/defaults.js'
import type { ModelSource } from '../../src/ruleset/schema.js'
import { featureNames, featuresOf } from '../../src/screening/model/features.js'
import { scoreOf, sigmoid } from '../../src/screening/model/score.js'
import { fitLogistic, fitPlatt } from './logistic.js'
import { FOLDS, type Prepared } from './prepare.js'

const RIDGE = 1

/** What a category's confidence is made of: both in production, one of them to see what the other is worth. */
export type Parts = 'both' | 'rules' | 'voice'

export interface Fit {
  readonly logistic: ModelSource['logistic'][string]
  /** Calibrated confidence of every message, by models that had not seen its family. */
  readonly outOfFold: readonly number[]
}

/**
 * Fits the weights of one category's rules, circumstances and voice, and Platt's calibration of their sum on predictions
 * for texts out of the fold. `votes` are the voice's log-odds of each message, themselves from outside its fold.
 */
export function fitCategory(
  category: string,
  rules: readonly string[],
  prepared: readonly Prepared[],
  votes: readonly number[],
  parts: Parts = 'both',
): Fit {
  const names = featureNames(rules).filter(
    name => parts === 'both' || (name === 'voice') === (parts === 'voice'),
  )
  const rows = prepared.map(({ matches, present, item }, i) => {
    const vote = { logOdds: votes[i] ?? 0, window: undefined }
    const features = featuresOf(category, matches, present, vote, item.input.stage ?? DEFAULT_STAGE)
    return names.map(name => features.get(name) ?? 0)
  })
  const labels = prepared.map(({ item }) => item.labels.includes(category))
  const options = {
    l2: RIDGE,
    prior: names.map(name => priorOf(name, rules)),
    nonNegative: names.map(
      name => rules.includes(name) || ['voice', 'any_rule', 'several_rules', 'disguised'].includes(name),
    ),
  }
  const folds = prepared.map(({ fold }) => fold)
  const raw = crossValidate(rows, labels, folds, options)
  const { slope, offset } = fitPlatt(raw, labels)
  const { bias, weights } = fitLogistic(rows, labels, options)
  return {
    logistic: {
      bias: short(bias),
      weights: Object.fromEntries(names.map((name, j) => [name, short(weights[j] ?? 0)])),
      slope: short(slope),
      offset: short(offset),
    },
    outOfFold: raw.map(logOdds => sigmoid(slope * logOdds + offset)),
  }
}

/** Calibrated confidence of one category for a message that was not learned from. */
export function confidenceOf(
  { matches, present, item }: Prepared,
  category: string,
  fitted: Fit['logistic'],
  vote: number,
): number {
  const stage = item.input.stage ?? DEFAULT_STAGE
  const features = featuresOf(category, matches, present, { logOdds: vote, window: undefined }, stage)
  return scoreOf(fitted, features).confidence
}

/** Log-odds that a feature is believed to add before the corpus speaks: a rule has proven itself on its examples. */
function priorOf(name: string, rules: readonly string[]): number {
  if (name === 'any_rule' || name === 'disguised') return 2
  if (name === 'voice') return 0.7
  return rules.includes(name) ? 0.7 : 0
}

function crossValidate(
  rows: readonly (readonly number[])[],
  labels: readonly boolean[],
  folds: readonly number[],
  options: Parameters<typeof fitLogistic>[2],
): number[] {
  const result = new Array<number>(rows.length).fill(0)
  for (let fold = 0; fold < FOLDS; fold++) {
    const train = rows.flatMap((_, i) => (folds[i] === fold ? [] : [i]))
    const { bias, weights } = fitLogistic(
      train.map(i => rows[i] ?? []),
      train.map(i => labels[i] ?? false),
      options,
    )
    for (const [i, row] of rows.entries()) {
      if (folds[i] === fold) result[i] = row.reduce((sum, value, j) => sum + value * (weights[j] ?? 0), bias)
    }
  }
  return result
}

const short = (value: number): number => Number(value.toPrecision(6))
