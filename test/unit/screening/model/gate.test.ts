import { describe, expect, test } from 'vitest'
import { ANY_RULE, buildGate } from '../../../../src/screening/model/gate.js'
import type { Matches } from '../../../../src/screening/rules/match.js'
import { fixtureReadMessage, withModel } from '../../../support/fixture-dictionary.js'

const { model } = withModel({})
const gated = model && {
  ...model,
  reader: {
    network: 'a'.repeat(64),
    logistic: {},
    blocksAlone: {},
    gate: { bias: 1, weights: { mlm: 1, unpaid_trial: 0.5, [ANY_RULE]: 3 }, threshold: 0 },
  },
}
const votes = (logOdds: Readonly<Record<string, number>>) =>
  new Map(
    Object.entries(logOdds).map(([category, value]) => [category, { logOdds: value, window: undefined }]),
  )
const nothing: Matches = { signals: [], suppressed: [] }
const { matches: aRule } = fixtureReadMessage({ text: 'LINEのIDを教えてください' })

describe('a message is read', () => {
  const mayChange = buildGate(gated)
  test.each([
    ['when the voice speaks for a category', { mlm: 1, unpaid_trial: -3 }, nothing, true],
    ['when it is not quite against several', { mlm: -0.5, unpaid_trial: -1 }, nothing, true],
    ['when a rule matched, whatever the voice says', { mlm: -2, unpaid_trial: -3 }, aRule, true],
    ['and not when all speak against it', { mlm: -3, unpaid_trial: -3 }, nothing, false],
    ['and not when the voice says nothing', {}, nothing, false],
    ['and one very low vote outweighs no more than a bound', { mlm: -60, unpaid_trial: 60 }, aRule, true],
  ])('%s', (_, said, matches, wanted) => {
    expect(mayChange(votes(said), matches)).toBe(wanted)
  })

  test('always, before a gate was fitted', () => {
    expect(buildGate(model)(votes({ mlm: -9 }), nothing)).toBe(true)
    expect(buildGate(undefined)(votes({}), nothing)).toBe(true)
  })
})
