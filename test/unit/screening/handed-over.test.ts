import { describe, expect, test } from 'vitest'
import { inTurns } from '../../../src/contract/steps.js'
import { readMessageSteps } from '../../../src/screening/rules/read-message.js'
import { buildScreener } from '../../../src/screening/screener.js'
import { fixtureRuleset, fixtureScreener, fixtureTokenise } from '../../support/fixture-dictionary.js'

/** As a message port hands it from the thread that proves a dictionary to the one that judges. */
const handedOver = structuredClone(fixtureRuleset)

describe('a ruleset from another thread', () => {
  test('is the same', () => {
    expect(handedOver).toEqual(fixtureRuleset)
  })

  test.each([
    'LINEのIDを教えて',
    'ラ○ンで',
    '教材は購入不要です',
    'お 仕 事 は L I N E で',
    '文字単価0.3円です',
  ])('judges the same: %s', async text => {
    const readMessage = await inTurns(readMessageSteps(handedOver, fixtureTokenise))
    const input = { text, explain: true }
    expect(buildScreener(handedOver, readMessage).screen(input)).toEqual(fixtureScreener.screen(input))
  })

  test('is made ready in steps, with turns for others between them', async () => {
    let turns = 0
    let going = true
    const count = (): void => {
      turns++
      if (going) setImmediate(count)
    }
    setImmediate(count)
    await inTurns(readMessageSteps(handedOver, fixtureTokenise))
    going = false
    expect(turns).toBeGreaterThanOrEqual(5)
  })
})
