import type { ModelSource } from '../../ruleset/model-schema.js'
import type { Features } from './features.js'

/** The fitted weights of one category, and Platt's calibration of their sum. */
export type FittedCategory = ModelSource['logistic'][string]

/** Whose share of the score a feature's is. */
export function partOf(feature: string): 'rules' | 'voice' | 'reader' {
  if (feature === 'voice' || feature === 'long_voice') return 'voice'
  if (feature === 'reader' || feature === 'long_reader') return 'reader'
  return 'rules'
}

export interface Score {
  readonly bias: number
  readonly rules: number
  readonly model: number
  readonly reader: number
  /** Log-odds before calibration. */
  readonly total: number
  /** Calibrated probability. */
  readonly confidence: number
}

/** Log-odds as the sum of the fitted weights, and Platt's calibration of it. Without a model: a rule is believed. */
export function scoreOf(fitted: FittedCategory | undefined, features: Features): Score {
  if (!fitted) {
    const rules = features.has('any_rule') ? 3 : -3
    return { bias: 0, rules, model: 0, reader: 0, total: rules, confidence: sigmoid(rules) }
  }
  let rules = 0
  let voice = 0
  let reader = 0
  for (const [name, value] of features) {
    const term = (fitted.weights[name] ?? 0) * value
    const part = partOf(name)
    if (part === 'voice') voice += term
    else if (part === 'reader') reader += term
    else rules += term
  }
  const total = fitted.bias + rules + voice + reader
  return {
    bias: fitted.bias,
    rules,
    model: voice,
    reader,
    total,
    confidence: sigmoid(fitted.slope * total + fitted.offset),
  }
}

export const sigmoid = (logOdds: number): number => 1 / (1 + Math.exp(-logOdds))

/** The other way round: minus infinity for what is impossible. */
export const logOdds = (probability: number): number => Math.log(probability / (1 - probability))
