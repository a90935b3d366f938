import { describe, expect, test } from 'vitest'
import { scoreOf } from '../../../../src/screening/model/score.js'

describe('the score', () => {
  const fitted = { bias: -2, weights: { 'mlm.a': 1.5, any_rule: 1, voice: 0.5 }, slope: 2, offset: -0.25 }

  test('is the sum of the weights, calibrated', () => {
    const features = new Map(Object.entries({ 'mlm.a': 1, any_rule: 1, unknown: 1, voice: 3 }))
    const score = scoreOf(fitted, features)
    expect(score).toMatchObject({ bias: -2, rules: 2.5, model: 1.5, total: 2 })
    expect(score.confidence).toBeCloseTo(1 / (1 + Math.exp(-(2 * 2 - 0.25))), 12)
  })

  test('what counts in long messages is the share of the part that it belongs to', () => {
    const long = { ...fitted, weights: { long: -1, long_any_rule: 2, long_voice: 1, long_reader: 3 } }
    const features = new Map(Object.entries({ long: 0.5, long_any_rule: 0.5, long_voice: 2, long_reader: 4 }))
    expect(scoreOf(long, features)).toMatchObject({ rules: 0.5, model: 2, reader: 12, total: 12.5 })
  })

  test('without a model a rule is believed, and nothing is not', () => {
    const matched = new Map([['any_rule', 1]])
    expect(scoreOf(undefined, matched)).toMatchObject({ rules: 3, total: 3, model: 0 })
    expect(scoreOf(undefined, matched).confidence).toBeCloseTo(0.9526, 4)
    expect(scoreOf(undefined, new Map()).confidence).toBeCloseTo(0.0474, 4)
  })
})
