import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { realRuleset, realScreener, realTokenise } from '../support/real-screener.js'
import { readCases } from '../../tools/quality/dataset.js'
import { buildReadMessage } from '../../src/screening/rules/read-message.js'
import { buildScreener } from '../../src/screening/screener.js'

const ruleset = realRuleset
const fast = realScreener
const thorough = buildScreener(ruleset, buildReadMessage(ruleset, realTokenise, { prefilter: false }))

describe('looking only where something can be found finds the same', () => {
  test('in every fourth text of the corpus', () => {
    const files = readdirSync('test/corpus').filter(name => name.endsWith('.jsonl'))
    // Without the filter a text takes ten times as long; the texts of a family stand together, so each is looked at.
    const inputs = readCases(files.map(name => join('test/corpus', name)))
      .filter((_, at) => at % 4 === 0)
      .map(({ input }) => input)
    expect(inputs.length).toBeGreaterThan(5_000)
    const differing = inputs.filter(
      input => JSON.stringify(fast.screen(input)) !== JSON.stringify(thorough.screen(input)),
    )
    expect(differing).toEqual([])
  }, 120_000)

  test('in texts put together at random', () => {
    const words = [...ruleset.concepts.values()].flatMap(({ terms, verbs }) => [...terms, ...verbs])
    const piece = fc.oneof(
      fc.constantFrom(...words),
      fc.constantFrom(
        'を',
        'で',
        'に',
        'は',
        'ください',
        'ません',
        'お願いします',
        '。',
        '、',
        '\n',
        '3,000円',
        '1文字',
        '★',
      ),
      fc.string({ maxLength: 6 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
        const text = pieces.join('').slice(0, 2_000)
        if (text !== '') expect(fast.screen({ text })).toEqual(thorough.screen({ text }))
      }),
      { numRuns: 300 },
    )
  })
})
