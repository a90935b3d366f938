import { describe, expect, test } from 'vitest'
import type { Flag } from '../../../../src/contract/judgement.js'
import type { ScreeningInput } from '../../../../src/contract/message.js'
import type { CategoryHints, HintCase } from '../../../../src/ruleset/hints.js'
import { buildHints } from '../../../../src/screening/verdict/hints.js'
import { fakeScreener } from '../../../support/screener.js'

const said = (ja: string) => ({ message: { ja, en: ja }, suggestion: { ja, en: ja }, drafts: [] })
const only = (id: string, conditions: Partial<HintCase>): HintCase => ({
  id,
  rules: undefined,
  words: undefined,
  stages: undefined,
  ...said(id),
  ...conditions,
})
const of = (category: string, cases: readonly HintCase[] = [], whole = false): [string, CategoryHints] => [
  category,
  { category, whole, cases, ...said(`${category} in general`) },
]
const flag = (
  category: string,
  evidence: readonly (readonly [number, number, string?])[],
  text: string,
): Flag => ({
  category,
  label: category,
  severity: 'violation',
  confidence: 0.9,
  evidence: evidence.map(([start, end, rule = 'word']) => ({
    start,
    end,
    text: text.slice(start, end),
    rule: rule.startsWith('list.') ? rule : `${category}.${rule}`,
    reason: '',
  })),
  advice: [],
})

/** What is said of a draft, as `start-end words`. */
function hintsOf(
  hints: readonly [string, CategoryHints][],
  input: ScreeningInput,
  ...flags: readonly (readonly [string, ...(readonly [number, number, string?])[]])[]
): readonly string[] {
  const judgement = {
    ...fakeScreener().screen(input),
    flags: flags.map(([category, ...evidence]) => flag(category, evidence, input.text)),
  }
  return buildHints(new Map(hints))(input, judgement).map(
    ({ start, end, message }) => `${start}-${end} ${message.ja}`,
  )
}

const text = 'LINEかメールで。ＬＩＮＥです'
const line = only('line', { words: /line/u })
const mail = only('mail', { words: /メール/u })

describe('a hint', () => {
  test('is one a stretch and category, in the order of the text', () => {
    expect(hintsOf([of('a'), of('b')], { text }, ['b', [5, 8]], ['a', [5, 8], [0, 4]])).toEqual([
      '0-4 a in general',
      '5-8 b in general',
      '5-8 a in general',
    ])
  })

  test('is for what the dictionary has a hint for', () => {
    expect(hintsOf([of('a')], { text }, ['b', [0, 4]])).toEqual([])
  })

  test('looks into the stretch first, whatever its width and case, then around it, up to the end of its sentence', () => {
    const around = hintsOf([of('a', [line, mail])], { text }, ['a', [0, 4], [4, 5], [5, 8], [14, 16]])
    expect(around).toEqual(['0-4 line', '4-5 line', '5-8 mail', '14-16 line'])
    expect(hintsOf([of('a', [mail])], { text }, ['a', [14, 16]])).toEqual(['14-16 a in general'])
  })

  test('fits by rule', () => {
    const cases = [only('by rule', { rules: ['other'] })]
    expect(hintsOf([of('a', cases)], { text }, ['a', [0, 4], [5, 8, 'other']])).toEqual([
      '0-4 a in general',
      '5-8 by rule',
    ])
  })

  test('fits by stage; none given is before the contract', () => {
    const cases = [only('before', { stages: ['pre_contract'] }), only('after', { stages: ['contracted'] })]
    expect(hintsOf([of('a', cases)], { text }, ['a', [0, 4]])).toEqual(['0-4 before'])
    expect(hintsOf([of('a', cases)], { text, stage: 'contracted' }, ['a', [0, 4]])).toEqual(['0-4 after'])
    expect(hintsOf([of('a', cases)], { text, stage: 'delivered' }, ['a', [0, 4]])).toEqual([
      '0-4 a in general',
    ])
  })

  test('is of the whole text where nothing is pointed at', () => {
    expect(hintsOf([of('a')], { text }, ['a'])).toEqual([`0-${text.length} a in general`])
  })

  test('is of no stretch that is flagged by a list alone', () => {
    const list = 'list.deny.phrase'
    expect(hintsOf([of('a')], { text }, ['a', [0, 4, list]])).toEqual([])
    expect(hintsOf([of('a')], { text }, ['a', [0, 4, list], [5, 8]])).toEqual(['5-8 a in general'])
  })

  test('of the whole text speaks alone', () => {
    expect(hintsOf([of('a', [], true), of('b')], { text }, ['b', [0, 4]], ['a', [0, 4], [5, 8]])).toEqual([
      `0-${text.length} a in general`,
    ])
  })
})
