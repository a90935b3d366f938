import { describe, expect, test } from 'vitest'
import { match } from '../../../../src/screening/rules/match.js'
import { OFF, places, readingOf, ruleOf } from '../../../support/readings.js'

type RuleParts = Parameters<typeof ruleOf>[0]

/** The hits of every signal. */
const signalsOf = (text: string, rule: RuleParts, words?: Readonly<Record<string, string>>): string[][] =>
  match(readingOf(text, words), [ruleOf(rule)], 'message').signals.map(({ hits }) => places(hits))

/** What turned a rule off, as the explanation shows it, and the hits that it would have matched with. */
const suppressedOf = (text: string, rule: RuleParts): [cause: string, hits: string[]][] =>
  match(readingOf(text), [ruleOf(rule)], 'message').suppressed.map(({ by, hits }) => [
    JSON.stringify(by),
    places(hits),
  ])

describe('concepts in any order', () => {
  test.each<[name: string, text: string, rule: RuleParts, signals: string[][]]>([
    ['one', 'xA', { all: ['A'] }, [['A@1-2']]],
    ['as they stand', 'A B', { all: ['A', 'B'] }, [['A@0-1', 'B@2-3']]],
    [
      'the other way round: the first group stays the evidence',
      'B A',
      { all: ['A', 'B'] },
      [['A@2-3', 'B@0-1']],
    ],
    ['one is missing', 'A x', { all: ['A', 'B'] }, []],
    ['any of a group', 'C A', { all: ['A', 'B|C'] }, [['A@2-3', 'C@0-1']]],
    ['of a group the concept that is named first', 'C B A', { all: ['A', 'B|C'] }, [['A@4-5', 'B@2-3']]],
    ['one signal a window, of the first hits', 'A A B', { all: ['A', 'B'] }, [['A@0-1', 'B@4-5']]],
    [
      'one a window',
      'AB。BA。',
      { all: ['A', 'B'] },
      [
        ['A@0-1', 'B@1-2'],
        ['A@4-5', 'B@3-4'],
      ],
    ],
    ['no gap binds them', `A${'x'.repeat(99)}B`, { all: ['A', 'B'] }, [['A@0-1', 'B@100-101']]],
  ])('%s: %s', (_, text, rule, signals) => {
    expect(signalsOf(text, rule)).toEqual(signals)
  })

  test('one word is not two parts of a rule', () => {
    expect(signalsOf('word', { all: ['A', 'B'] }, { A: 'word', B: 'word' })).toEqual([])
    expect(signalsOf('word word', { all: ['A', 'B'] }, { A: 'word', B: 'word' })).toEqual([
      ['A@0-4', 'B@5-9'],
    ])
  })

  test('but the wider of two that share a place may be', () => {
    expect(signalsOf('words', { all: ['A', 'B'] }, { A: 'word', B: 'words' })).toEqual([['A@0-4', 'B@0-5']])
  })
})

describe('concepts in order', () => {
  test.each<[name: string, text: string, rule: RuleParts, signals: string[][]]>([
    ['as they stand', 'AxB', { seq: ['A', 'B'] }, [['A@0-1', 'B@2-3']]],
    ['side by side', 'AB', { seq: ['A', 'B'], gap: 0 }, [['A@0-1', 'B@1-2']]],
    ['the other way round', 'BxA', { seq: ['A', 'B'] }, []],
    ['at most the gap apart', 'AxxB', { seq: ['A', 'B'], gap: 2 }, [['A@0-1', 'B@3-4']]],
    ['further than the gap', 'AxxxB', { seq: ['A', 'B'], gap: 2 }, []],
    [
      'a gap each: both kept',
      'AxBxxxC',
      { seq: ['A', 'B', 'C'], gap: [1, 3] },
      [['A@0-1', 'B@2-3', 'C@6-7']],
    ],
    ['a gap each: the first too wide', 'AxxBxC', { seq: ['A', 'B', 'C'], gap: [1, 3] }, []],
    ['a gap each: the second too wide', 'ABxxC', { seq: ['A', 'B', 'C'], gap: [3, 1] }, []],
    ['a later start that leads there', 'AxxxAxB', { seq: ['A', 'B'], gap: 1 }, [['A@4-5', 'B@6-7']]],
    // The first B leads nowhere; the chain goes through the second.
    [
      'a later link that leads there',
      'ABxxBC',
      { seq: ['A', 'B', 'C'], gap: [3, 0] },
      [['A@0-1', 'B@4-5', 'C@5-6']],
    ],
    // The B before the C is too far behind the A, the one near the A too far before the C.
    ['links that do not join', 'ABxxxxBC', { seq: ['A', 'B', 'C'], gap: [1, 1] }, []],
    ['any of a group', 'AxD', { seq: ['A', 'B|D'] }, [['A@0-1', 'D@2-3']]],
    ['the same concept twice', 'AxA', { seq: ['A', 'A'] }, [['A@0-1', 'A@2-3']]],
    ['the same concept twice, there once', 'A', { seq: ['A', 'A'] }, []],
  ])('%s: %s', (_, text, rule, signals) => {
    expect(signalsOf(text, rule)).toEqual(signals)
  })

  test('do not overlap', () => {
    expect(signalsOf('words', { seq: ['A', 'B'] }, { A: 'word', B: 'ds' })).toEqual([])
  })
})

describe('scopes', () => {
  const oneClause = 'AとBです。'
  const oneSentence = 'Aですが、Bです。'
  const next = 'Aです。Bです。'
  const nextButOne = 'Aです。はい。Bです。'

  test.each([
    { scope: 'clause', matches: [oneClause] },
    { scope: 'sentence', matches: [oneClause, oneSentence] },
    { scope: 'near', matches: [oneClause, oneSentence, next] },
    { scope: 'message', matches: [oneClause, oneSentence, next, nextButOne] },
  ] as const)('$scope', ({ scope, matches }) => {
    const texts = [oneClause, oneSentence, next, nextButOne]
    for (const parts of [{ all: ['B', 'A'] }, { seq: ['A', 'B'] }])
      expect(texts.filter(text => signalsOf(text, { ...parts, scope }).length > 0)).toEqual(matches)
  })
})

describe('what turns a rule off', () => {
  test.each<[name: string, text: string, rule: RuleParts, cause: string, hits: string[]]>([
    ['a concept of `none`', 'ABC', { all: ['A', 'B'], none: ['C'] }, 'C', ['A@0-1', 'B@1-2']],
    ['any of `none`', 'ABD', { seq: ['A', 'B'], none: ['C', 'D'] }, 'D', ['A@0-1', 'B@1-2']],
    ['a negation of a part', 'aB', { all: ['A', 'B'] }, OFF, ['A@0-1', 'B@1-2']],
    ['a negation in a chain', 'Axb', { seq: ['A', 'B'] }, OFF, ['A@0-1', 'B@2-3']],
  ])('%s: %s', (_, text, rule, cause, hits) => {
    expect(signalsOf(text, rule)).toEqual([])
    expect(suppressedOf(text, rule)).toEqual([[expect.stringContaining(cause), hits]])
  })

  test.each<[name: string, text: string, rule: RuleParts]>([
    ['`none` outside the window', 'AB。C', { all: ['A', 'B'], none: ['C'] }],
    ['a negated `none`', 'ABc', { all: ['A', 'B'], none: ['C'] }],
    ['a negated twin beside a live one', 'aAB', { all: ['A', 'B'] }],
  ])('not so %s: %s', (_, text, rule) => {
    expect(signalsOf(text, rule)).toHaveLength(1)
    expect(suppressedOf(text, rule)).toEqual([])
  })

  test('nothing is turned off where the rule would not have matched', () => {
    expect(suppressedOf('a', { all: ['A', 'B'] })).toEqual([])
    expect(suppressedOf('BxA C', { seq: ['A', 'B'], none: ['C'] })).toEqual([])
    expect(suppressedOf('axxxB', { seq: ['A', 'B'], gap: 2 })).toEqual([])
  })

  test('one window may be off where another is not', () => {
    const { signals, suppressed } = match(readingOf('aB。AB'), [ruleOf({ all: ['A', 'B'] })], 'message')
    expect([signals, suppressed].map(list => list.map(({ hits }) => places(hits)))).toEqual([
      [['A@3-4', 'B@4-5']],
      [['A@0-1', 'B@1-2']],
    ])
  })
})

describe('which rules are asked', () => {
  const rules = [
    ruleOf({ id: 'x.any', all: ['A'] }),
    ruleOf({ id: 'x.post', all: ['A'], kind: 'job_post' }),
    ruleOf({ id: 'x.message', all: ['A'], kind: 'message' }),
    ruleOf({ id: 'x.shadow', all: ['A'], status: 'shadow' }),
  ]
  test.each([
    ['message', ['x.any', 'x.message', 'x.shadow']],
    ['job_post', ['x.any', 'x.post', 'x.shadow']],
  ] as const)('of a %s', (kind, ids) => {
    expect(match(readingOf('A'), rules, kind).signals.map(({ rule }) => rule.id)).toEqual(ids)
  })
})

describe('earlier messages', () => {
  // The text of this message starts at 3.
  test.each<[name: string, text: string, signals: number, suppressed: number]>([
    ['alone flag nothing again', 'ABxxx', 0, 0],
    ['count together with this one', 'AxxB', 1, 0],
    ['do not end where this one starts', 'xABx', 0, 0],
    ['alone turn nothing off', 'aBxxx', 0, 0],
    ['are turned off together with this one', 'axxB', 0, 1],
  ])('%s: %s', (_, text, signals, suppressed) => {
    const found = match(readingOf(text), [ruleOf({ all: ['A', 'B'] })], 'message', 3)
    expect([found.signals.length, found.suppressed.length]).toEqual([signals, suppressed])
  })
})

test('it changes nothing that it was given, and finds the same again', () => {
  const reading = readingOf('AxBxb')
  const before = structuredClone({ ...reading, byConcept: [...reading.byConcept] })
  const rules = [ruleOf({ seq: ['A', 'B'] })]
  expect(match(reading, rules, 'message')).toEqual(match(reading, rules, 'message'))
  expect({ ...reading, byConcept: [...reading.byConcept] }).toEqual(before)
})

describe('a rule for what is split over messages', () => {
  test.each([
    ['a part in each', 'A。B', 2, 1],
    ['all in this one', 'A。B', 0, 0],
    ['all in an earlier one', 'AB。x', 3, 0],
  ])('%s', (_, text, ownStart, signals) => {
    const rule = ruleOf({ all: ['A', 'B'], scope: 'near', split: true })
    expect(match(readingOf(text), [rule], 'message', ownStart).signals).toHaveLength(signals)
  })
})
