import { describe, expect, test } from 'vitest'
import { buildWorthReading } from '../../../../src/screening/verdict/worth-reading.js'
import { withModel } from '../../../support/fixture-dictionary.js'

const { model, policy, categories } = withModel({})
const gated = model && {
  ...model,
  reader: { network: 'a'.repeat(64), logistic: {}, blocksAlone: {}, readWithin: 1.5 },
}
const thresholds = Object.fromEntries(categories.map(({ id }) => [id, { pre_contract: { flag: 0.5 } }]))
const at = (confidence: number, other = 0.001) =>
  categories.map((category, i) => ({
    category,
    confidence: i === 0 ? confidence : other,
    evidence: [],
    cap: 'block' as const,
    by: 'rule' as const,
  }))

const usual = 'あ'.repeat(100)

describe('a message is read', () => {
  const isWorthReading = buildWorthReading(gated, { ...policy, thresholds })
  test.each([
    ['when a category is just below its threshold', at(0.4), true],
    ['when one is just above', at(0.7), true],
    ['at the edge of the distance', at(0.19), true],
    ['and not beyond it', at(0.17), false],
    ['and not when all are far below', at(0.001), false],
    ['and not when one is surely flagged and the others surely not', at(0.99), false],
    ['when one is surely flagged and another is near', at(0.99, 0.3), true],
    ['and what is impossible is far from every threshold', at(0, 0), false],
  ])('%s', (_, findings, wanted) => {
    expect(isWorthReading(findings, usual)).toBe(wanted)
  })

  test('the longer it is, the nearer it has to be', () => {
    expect(isWorthReading(at(0.3), usual)).toBe(true)
    expect(isWorthReading(at(0.3), usual.repeat(4))).toBe(false)
    expect(isWorthReading(at(0.45), usual.repeat(100))).toBe(false)
    expect(isWorthReading(at(0.15), 'あ')).toBe(true)
  })

  test('by the threshold of its stage', () => {
    const strict = {
      ...policy,
      thresholds: {
        ...thresholds,
        [categories[0]?.id ?? '']: { pre_contract: { flag: 0.5 }, contracted: { flag: 0.02 } },
      },
    }
    const byStage = buildWorthReading(gated, strict)
    expect(byStage(at(0.03), usual)).toBe(false)
    expect(byStage(at(0.03), usual, 'contracted')).toBe(true)
  })

  test('always, before that was fitted', () => {
    expect(buildWorthReading(model, policy)(at(0.001), usual)).toBe(true)
    expect(buildWorthReading(undefined, policy)(at(0.001), usual)).toBe(true)
  })
})
