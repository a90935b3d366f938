import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { harmless } from '../../../console/words/harmless.js'

describe('what is stored is shown without turning what follows it', () => {
  test.each([
    ['adm\u202enimda', 'adm[U+202E]nimda'],
    ['\u202a\u202b\u202c\u202d', '[U+202A][U+202B][U+202C][U+202D]'],
    ['\u2066a\u2067b\u2068c\u2069', '[U+2066]a[U+2067]b[U+2068]c[U+2069]'],
    ['\u200e\u200f\u061c', '[U+200E][U+200F][U+061C]'],
    ['依頼者 c-1 👍 <b>', '依頼者 c-1 👍 <b>'],
    ['', ''],
  ])('%j is %j', (words, expected) => {
    expect(harmless(words)).toBe(expected)
  })
})

test('the page shows texts in no other way than through its views', () => {
  const files = readdirSync('console', { recursive: true, encoding: 'utf8' }).filter(file =>
    /\.tsx?$/.test(file),
  )
  expect(files.length).toBeGreaterThan(40)
  const others = files.filter(file =>
    /textContent|createTextNode|innerHTML|innerText|dangerously|insertAdjacent/.test(
      readFileSync(join('console', file), 'utf8'),
    ),
  )
  expect(others).toEqual([])
})
