import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

/** By its address: the page's scripts are checked by themselves, for a browser. */
const { harmless }: { readonly harmless: (words: string) => string } = await import(
  new URL('../../../console/harmless.js', import.meta.url).href
)

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

test('the page writes words in no other way', () => {
  for (const file of ['api', 'case-view', 'console', 'elements']) {
    const lines = readFileSync(`console/${file}.js`, 'utf8').split('\n')
    for (const line of lines.filter(one => /textContent =|createTextNode\(|innerHTML|innerText/.test(one)))
      expect(line).toContain('harmless(')
  }
})
