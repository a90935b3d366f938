import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { conceptFileSchema } from '../../../src/ruleset/concept-schema.js'
import { parseFile, RulesetError } from '../../../src/ruleset/files.js'
import { compileKinds } from '../../../src/ruleset/language/named-pattern.js'
import { tooDeepAt } from '../../../src/ruleset/nesting.js'

/** What the fuzzer has found, and what it was told to look for: every broken file is refused with file, line and reason. */
const refusalOf = (
  source: string,
  name = 'concepts/x.yaml',
  schema: z.ZodType = conceptFileSchema,
): string => {
  try {
    parseFile({ path: name, name, source }, schema)
  } catch (error) {
    expect(error).toBeInstanceOf(RulesetError)
    return error instanceof Error ? error.message : ''
  }
  throw new Error('it was read')
}

/** A part that holds the next one twice, and so on. */
const doubling = (levels: number): string =>
  [
    'A:',
    '  about: x',
    "  patterns: ['%p0%']",
    '  parts:',
    ...Array.from({ length: levels }, (_, i) => `    p${i}: '%p${i + 1}%%p${i + 1}%'`),
    `    p${levels}: a`,
  ].join('\n')

describe('a file is refused', () => {
  test.each([
    ['flow lists in one another', `\nA: ${'['.repeat(20_000)}`, /x\.yaml:2: nested too deeply$/],
    ['flow maps in one another', `A: ${'{a: '.repeat(20_000)}`, /:1: nested too deeply$/],
    ['lists in one another', `${'- '.repeat(20_000)}a`, /:1: nested too deeply$/],
    ['keys in one another', `${'? '.repeat(20_000)}a`, /:1: nested too deeply$/],
    [
      'lines ever deeper',
      Array.from({ length: 500 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'),
      /:101: nested/,
    ],
    [
      'parts in one another',
      doubling(40),
      /:3: A\.patterns\.0: the part p\d+ is longer than 50000 characters$/,
    ],
    [
      'a reason of several lines',
      'A:\n  about: x\n  patterns: ["a\\n(("]',
      /:3: A\.patterns\.0: not a regular expression: .+$/,
    ],
    ['a name of several lines', '"b\\nc": 1', /:1: .+$/],
  ])('%s', (_, source, reason) => {
    const refusal = refusalOf(source)
    expect(refusal).toMatch(reason)
    expect(refusal).not.toMatch(/[\r\n]/)
  })

  test('JSON in one another', () => {
    const deep = `\n${'['.repeat(20_000)}${']'.repeat(20_000)}`
    expect(refusalOf(deep, 'model.json', z.strictObject({}))).toMatch(/^model\.json:2: /)
  })
})

test('patterns that are sound alone and not together are a fault of the file', () => {
  const issues: { readonly message: string; readonly path: readonly PropertyKey[] }[] = []
  const named = (letter: string) => ({
    about: 'x',
    pattern: `(?<x>${letter})`,
    examples: { match: [letter], miss: ['z'] },
  })
  compileKinds({ kind: { one: named('a'), two: named('b') } }, {}, { addIssue: issue => issues.push(issue) })
  expect(issues).toEqual([
    expect.objectContaining({ message: expect.stringMatching(/Duplicate/), path: ['kind'] }),
  ])
})

test.each([
  ['a:\n  - [b, {c: d}]\n', undefined],
  [`a: ${' '.repeat(500)}b`, undefined],
  [`${' '.repeat(500)}\na: b`, undefined],
  ['[a],\n'.repeat(300), undefined],
  [`a: "${'['.repeat(500)}"`, undefined],
  ['['.repeat(101), 100],
  [`a: b\nc: [d, e]\nf: ${'['.repeat(101)}`, 117],
])('text %# is too deep, or not', (source, at) => {
  expect(tooDeepAt(source)).toBe(at)
})
