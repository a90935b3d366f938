import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { type PostingItem, postingItem } from '../../../../src/contract/posting.js'
import { parseFile, readFile } from '../../../../src/ruleset/files.js'
import { postingSchema } from '../../../../src/ruleset/posting.js'
import { buildPosting } from '../../../../src/screening/reading/posting.js'

const source = parseFile(readFile('dict', 'posting.yaml'), postingSchema)
const posting = buildPosting(source)
const posts = z
  .array(z.tuple([z.string(), z.string()]))
  .parse(parse(readFileSync(new URL('posts.yaml', import.meta.url), 'utf8')))

const LETTER: Readonly<Record<PostingItem, string>> = {
  name: 'n',
  address: 'a',
  contact: 'c',
  work: 'w',
  place: 'p',
  pay: 'y',
}

describe('a job post shows', () => {
  test.each(posts.map(([letters, text]) => [letters || 'nothing', text] as const))(
    '%s: %s',
    (letters, text) => {
      const { present = [], missing = [] } = posting({ text }) ?? {}
      const shown = present.map(item => LETTER[item]).join('')
      expect(shown || 'nothing').toBe(letters)
      expect([...present, ...missing].sort()).toEqual([...postingItem.options].sort())
    },
  )
})

describe('what stands beside the text counts', () => {
  const text = 'ロゴのデザインをお願いします。予算は5万円です。'

  test.each([
    [{ platformHolds: ['name', 'address'] }, ['contact', 'place']],
    [{ client: { discloses: ['place', 'contact'] } }, ['name', 'address']],
    [{ platformHolds: ['name', 'place'], client: { discloses: ['name'] } }, ['address', 'contact']],
    [{ platformHolds: [], client: {} }, ['name', 'address', 'contact', 'place']],
  ] as const)('%j', (beside, missing) => {
    expect(posting({ text, ...beside })?.missing).toEqual(missing)
  })
})

test('a dictionary that does not say how finds nothing and says so', () => {
  expect(buildPosting(undefined)({ text: '報酬：3,000円' })).toBeNull()
})

test('the law is told in both languages', () => {
  expect(source.law.ja).toMatch(/職業安定法5条の4.+フリーランス法12条/)
  expect(source.law.en).toMatch(/art\. 5-4.+art\. 12/)
})

test('no text makes it slow', () => {
  const long = ['氏名:', '報酬', '1記事', '東京都', '株式会社', 'あ', '0-', '1,'].map(piece =>
    piece.repeat(10_000).slice(0, 10_000),
  )
  for (const text of long) expect(posting({ text })?.present.length).toBeLessThan(6)
})
