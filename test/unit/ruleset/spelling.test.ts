import { describe, expect, test } from 'vitest'
import { expandSpelling } from '../../../src/ruleset/spelling.js'

describe('spellings', () => {
  test.each<[notation: string, plain: string, variants: readonly string[]]>([
    ['line', 'line', []],
    ['{住|じゅう}{所|しょ}', '住所', ['住しょ', 'じゅう所', 'じゅうしょ']],
    ['ご{住|じゅう}所', 'ご住所', ['ごじゅう所']],
    ['{一|いち|イチ}', '一', ['いち', 'イチ']],
  ])('of %s', (notation, plain, variants) => {
    expect(expandSpelling(notation)).toEqual({ plain, variants })
  })

  test('of at most 256 in all', () => {
    expect(expandSpelling('{あ|ア}'.repeat(8)).variants).toHaveLength(255)
    expect(() => expandSpelling('{あ|ア}'.repeat(9))).toThrow('more than 256 spellings')
  })
})
