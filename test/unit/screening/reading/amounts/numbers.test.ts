import { describe, expect, it } from 'vitest'
import { buildParseNumber } from '../../../../../src/screening/reading/amounts/numbers.js'
import { fixtureRuleset } from '../../../../support/fixture-dictionary.js'

describe('numbers', () => {
  const parseNumber = buildParseNumber(fixtureRuleset.language.amounts)
  const table: readonly (readonly [source: string, value: number])[] = [
    ['3,000', 3_000],
    ['0.3', 0.3],
    ['1.5万', 15_000],
    ['三千五百', 3_500],
    ['二〇〇〇', 2_000],
    ['5千', 5_000],
    ['1万2千', 12_000],
    ['十', 10],
    ['百二十', 120],
    ['一億', 100_000_000],
    ['3k', 3_000],
    ['1万5000', 15_000],
  ]
  it.each(table)('%s is %d', (source, value) => {
    expect(parseNumber(source)).toBe(value)
  })
})
