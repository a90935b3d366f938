import { describe, expect, test } from 'vitest'
import { buildGate, logOddsOf } from '../../../../src/screening/model/gate.js'
import { withModel } from '../../../support/fixture-dictionary.js'

const { model } = withModel({})
const gated = model && {
  ...model,
  reader: {
    network: 'a'.repeat(64),
    logistic: {},
    blocksAlone: {},
    gate: { bias: 1, weights: { mlm: 1, unpaid_trial: 0.5 }, threshold: 0 },
  },
}

describe('a message is read', () => {
  const isWanted = buildGate(gated)
  test.each([
    ['when a category is likely', { mlm: 0.9, unpaid_trial: 0.2 }, true],
    ['when several are not quite unlikely', { mlm: 0.3, unpaid_trial: 0.5 }, true],
    ['and not when all are unlikely', { mlm: 0.05, unpaid_trial: 0.05 }, false],
    ['and not when nothing is known of the categories', {}, false],
  ])('%s', (_, scores, wanted) => {
    expect(isWanted(scores)).toBe(wanted)
  })

  test('always, before a gate was fitted', () => {
    expect(buildGate(model)({ mlm: 0 })).toBe(true)
    expect(buildGate(undefined)({})).toBe(true)
  })
})

test.each([
  [0.5, 0],
  [0, -9.21],
  [1, 9.21],
])('the log-odds of %d are %d', (confidence, logOdds) => {
  expect(logOddsOf(confidence)).toBeCloseTo(logOdds, 2)
})
