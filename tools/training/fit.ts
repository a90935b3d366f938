import type { ModelSource } from '../../src/ruleset/model-schema.js'
import type { Circumstances } from '../../src/ruleset/ruleset.js'
import { type Features, featureNames, featuresOf } from '../../src/screening/model/features.js'
import { partOf, scoreOf, sigmoid } from '../../src/screening/model/score.js'
import { fitLogistic, fitPlatt } from './logistic.js'
import { FOLDS, labelOf, type Prepared } from './prepare.js'

const RIDGE = 1

/**
 * What a category's confidence is made of. `both` (rules and voice) and `all` (with the reader) are what production uses;
 * the others tell what each part is worth alone.
 */
export const parts = ['rules', 'voice', 'reader', 'both', 'all'] as const
export type Parts = (typeof parts)[number]

const HEARD: Readonly<Record<Parts, readonly ('rules' | 'voice' | 'reader')[]>> = {
  rules: ['rules'],
  voice: ['voice'],
  reader: ['reader'],
  both: ['rules', 'voice'],
  all: ['rules', 'voice', 'reader'],
}

/** A category, and what may speak for or against it. */
export interface Fittable {
  readonly category: string
  /** Ids of its live rules. */
  readonly rules: readonly string[]
  readonly circumstances: Circumstances
}

/** What the statistical parts say of a message, from models that had not seen its family; log-odds. */
export interface Heard {
  readonly vote: number
  /** Undefined when no such reader has read it. */
  readonly opinion: number | undefined
  /** The opinion is that of the network which judges, and not of one that learnt from two thirds of the corpus. */
  readonly isShipped: boolean
}

/** So many messages one counts for whose opinion is the judging network's own: there are few. */
const SHIPPED_COUNTS = 4

/**
 * Not a part of the model: what is to be known of an opinion while weights are fitted. The network of a fold was trained on
 * less than the one that judges, so it gets an offset and a weight of its own, and the weight that is kept is that of the
 * judging network.
 */
const ofFold = ({ isShipped }: Heard, features: Features): readonly number[] =>
  isShipped ? [0, 0] : [1, (features.get('reader') ?? 0) + (features.get('long_reader') ?? 0)]

export interface Fit {
  readonly logistic: ModelSource['logistic'][string]
  /** Calibrated confidence of every message, by models that had not seen its family; undefined where a part is lacking. */
  readonly outOfFold: readonly (number | undefined)[]
}

/**
 * Fits the weights of one category's parts, and Platt's calibration of their sum on predictions for texts out of the fold.
 * Nothing is learnt from messages over which careful readers split.
 */
export function fitCategory(
  { category, rules, circumstances }: Fittable,
  prepared: readonly Prepared[],
  heard: readonly Heard[],
  part: Parts,
): Fit {
  const wanted = HEARD[part]
  const isRead = wanted.includes('reader')
  const names = featureNames(rules, circumstances).filter(name => wanted.includes(partOf(name)))
  const usable = prepared.flatMap((row, i) => {
    const said = heard[i]
    if (!said || (isRead && said.opinion === undefined)) return []
    const features = featuresOf(category, { ...row.seen, vote: voteOf(said.vote), opinion: said.opinion })
    return [
      {
        i,
        fold: row.fold,
        label: labelOf(row.item, category),
        count: isRead && said.isShipped ? SHIPPED_COUNTS : 1,
        row: [...names.map(name => features.get(name) ?? 0), ...(isRead ? ofFold(said, features) : [])],
      },
    ]
  })
  const columns = [...names, ...(isRead ? ['of_fold', 'of_fold_reader'] : [])]
  const options = {
    l2: RIDGE,
    prior: columns.map(name => priorOf(name, rules)),
    nonNegative: columns.map(name => rules.includes(name) || NEVER_AGAINST.includes(name)),
  }
  const learnt = usable.flatMap(({ label, ...rest }) => (label === undefined ? [] : [{ ...rest, label }]))
  const fitOn = (rows: typeof learnt) =>
    fitLogistic(
      rows.map(({ row }) => row),
      rows.map(({ label }) => label),
      { ...options, counts: rows.map(({ count }) => count) },
    )
  const byFold = Array.from({ length: FOLDS }, (_, fold) => fitOn(learnt.filter(one => one.fold !== fold)))
  const rawOf = ({ fold, row }: { readonly fold: number; readonly row: readonly number[] }): number => {
    const fitted = byFold[fold]
    return row.reduce((sum, value, j) => sum + value * (fitted?.weights[j] ?? 0), fitted?.bias ?? 0)
  }
  const { slope, offset } = fitPlatt(
    learnt.map(rawOf),
    learnt.map(({ label }) => label),
    learnt.map(({ count }) => count),
  )
  const { bias, weights } = fitOn(learnt)
  const outOfFold = new Array<number | undefined>(prepared.length).fill(undefined)
  for (const one of usable) outOfFold[one.i] = sigmoid(slope * rawOf(one) + offset)
  return {
    logistic: {
      bias: short(bias),
      weights: Object.fromEntries(names.map((name, j) => [name, short(weights[j] ?? 0)])),
      slope: short(slope),
      offset: short(offset),
    },
    outOfFold,
  }
}

/** Calibrated confidence of one category for a message that was not learned from. */
export function confidenceOf(
  { seen }: Prepared,
  category: string,
  fitted: Fit['logistic'],
  { vote, opinion }: Heard,
): number {
  return scoreOf(fitted, featuresOf(category, { ...seen, vote: voteOf(vote), opinion })).confidence
}

const NEVER_AGAINST = [
  'voice',
  'long_voice',
  'reader',
  'long_reader',
  'any_rule',
  'long_any_rule',
  'several_rules',
  'disguised',
]

const voteOf = (logOdds: number) => ({ logOdds, window: undefined })

/** Log-odds that a feature is believed to add before the corpus speaks: a rule has proven itself on its examples. */
function priorOf(name: string, rules: readonly string[]): number {
  if (['any_rule', 'long_any_rule', 'disguised'].includes(name)) return 2
  if (['voice', 'long_voice', 'reader', 'long_reader'].includes(name)) return 0.7
  return rules.includes(name) ? 0.7 : 0
}

export const short = (value: number): number => Number(value.toPrecision(6))
