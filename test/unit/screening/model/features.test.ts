import { describe, expect, test } from 'vitest'
import type { Stage } from '../../../../src/contract/words.js'
import { featureNames, featuresOf, lengthOf, presentIn } from '../../../../src/screening/model/features.js'
import { type Matches, match } from '../../../../src/screening/rules/match.js'
import { readingOf, ruleOf } from '../../../support/readings.js'

/** Two rules of `mlm`, one of another category, one in the shadow; `F` rules them out. */
const rules = [
  ruleOf({ id: 'mlm.a', all: ['A'], none: ['F'] }),
  ruleOf({ id: 'mlm.b', all: ['B'], none: ['F'] }),
  ruleOf({ id: 'x.c', all: ['C'], none: ['F'] }),
  ruleOf({ id: 'mlm.shadow', all: ['D'], status: 'shadow' }),
]

const circumstances = { all: ['NOTICE', 'WORK_ON_IT', 'NEED', 'NEWS'], needs: ['NEED'], frames: ['NEWS'] }

interface Around {
  readonly present?: readonly string[]
  readonly stage?: Stage
  readonly voice?: number
  readonly opinion?: number
  /** Units that the message has, whatever its notation says. */
  readonly units?: number
  readonly change?: (matches: Matches) => Matches
}

/** The features of `mlm` for a text in the notation of readings. */
function featuresIn(
  text: string,
  { present = [], stage = 'pre_contract', voice, opinion, units, change }: Around = {},
) {
  const matches = match(readingOf(text), rules, 'message')
  const vote = voice === undefined ? undefined : { logOdds: voice, window: undefined }
  return Object.fromEntries(
    featuresOf('mlm', {
      matches: change?.(matches) ?? matches,
      present: new Set(present),
      circumstances,
      long: units === undefined ? 0 : lengthOf('あ'.repeat(units)),
      vote,
      opinion,
      stage,
    }),
  )
}

/** Of a message that could be no longer, with a rule, a voice of 2 and an opinion of 4. */
const LONGEST = {
  'mlm.a': 1,
  long: 1,
  any_rule: 0,
  long_any_rule: 1,
  voice: 0,
  long_voice: 2,
  reader: 0,
  long_reader: 4,
}

/** As if every word of every signal had stood in disguise. */
const disguised = ({ signals, suppressed }: Matches): Matches => ({
  suppressed,
  signals: signals.map(({ rule, hits }) => ({ rule, hits: hits.map(hit => ({ ...hit, fold: 'mask' })) })),
})

describe('the features of a category', () => {
  test.each<[name: string, text: string, around: Around, features: Readonly<Record<string, number>>]>([
    ['nothing found: the voice alone, silent', '', {}, { voice: 0 }],
    ['circumstances alone tell nothing', '', { present: ['NOTICE'] }, { voice: 0 }],
    ['a rule of its own, and that there is one', 'A。A', {}, { 'mlm.a': 1, any_rule: 1, voice: 0 }],
    ['two rules', 'AB', {}, { 'mlm.a': 1, 'mlm.b': 1, any_rule: 1, several_rules: 1, voice: 0 }],
    ["another category's rule", 'C', { change: disguised }, { voice: 0 }],
    ['a shadow rule', 'D', { change: disguised }, { voice: 0 }],
    [
      'a circumstance beside a rule',
      'A',
      { present: ['NOTICE', 'NO_CIRCUMSTANCE'] },
      { 'mlm.a': 1, any_rule: 1, with_NOTICE: 1, voice: 0 },
    ],
    ['a frame, without a rule', '', { present: ['NEWS'] }, { frame_NEWS: 1, voice: 0 }],
    [
      'a frame beside a rule',
      'A',
      { present: ['NEWS'] },
      { 'mlm.a': 1, any_rule: 1, with_NEWS: 1, frame_NEWS: 1, voice: 0 },
    ],
    ['a rule turned off', 'a', {}, { turned_off: 1, voice: 0 }],
    ['a rule ruled out', 'AF', {}, { ruled_out: 1, voice: 0 }],
    ['both', 'a。BF', {}, { turned_off: 1, ruled_out: 1, voice: 0 }],
    ["another category's, turned off", 'c', {}, { voice: 0 }],
    ['turned off beside a rule that stands', 'a。B', {}, { 'mlm.b': 1, any_rule: 1, voice: 0 }],
    ['a disguise', 'A', { change: disguised }, { 'mlm.a': 1, any_rule: 1, disguised: 1, voice: 0 }],
    ['a contract', '', { stage: 'contracted', present: ['NEED'] }, { contracted: 1, voice: 0 }],
    [
      'a need that the contract explains',
      'A',
      { stage: 'delivered', present: ['NEED'] },
      { 'mlm.a': 1, any_rule: 1, with_NEED: 1, contracted_need: 1, contracted: 1, voice: 0 },
    ],
    [
      'a need before any contract',
      'A',
      { present: ['NEED'] },
      { 'mlm.a': 1, any_rule: 1, with_NEED: 1, voice: 0 },
    ],
  ])('%s: %s', (_, text, around, features) => {
    expect(featuresIn(text, around)).toEqual(features)
  })

  test.each([
    [-9, -3],
    [-1.5, -1.5],
    [2.5, 2.5],
    [9, 3],
  ])('a voice of %d counts as %d', (logOdds, voice) => {
    expect(featuresIn('', { voice: logOdds })).toEqual({ voice })
  })

  test.each([
    [80, { 'mlm.a': 1, any_rule: 1, voice: 2, reader: 4 }],
    [
      Math.round(80 * Math.sqrt(10)),
      {
        'mlm.a': 1,
        long: 0.5,
        any_rule: 0.5,
        long_any_rule: 0.5,
        voice: 1,
        long_voice: 1,
        reader: 2,
        long_reader: 2,
      },
    ],
    [800, LONGEST],
    [9_999, LONGEST],
  ])('of %d units the parts count as in long messages', (units, features) => {
    const found = featuresIn('A', { units, voice: 2, opinion: 4 })
    expect(Object.keys(found).sort()).toEqual(Object.keys(features).sort())
    for (const [name, value] of Object.entries(features)) expect(found[name]).toBeCloseTo(value, 2)
  })

  test('blanks make no message long', () => {
    expect(lengthOf(`A${' \n　'.repeat(900)}`)).toBe(0)
  })

  test('all have their names in the training, each once', () => {
    const names = featureNames(['mlm.a', 'mlm.b'], circumstances)
    const seen = [
      featuresIn('AB', {
        present: ['NOTICE', 'WORK_ON_IT', 'NEED', 'NEWS'],
        stage: 'contracted',
        change: disguised,
        opinion: 1,
        units: 400,
      }),
      featuresIn('a。BF'),
    ].flatMap(Object.keys)
    expect(seen.filter(name => !names.includes(name))).toEqual([])
    expect(new Set(names).size).toBe(names.length)
  })
})

describe('what is present', () => {
  test.each([
    ['all that stands in the message', 'AB', 0, ['A', 'B']],
    ['what is turned off, too', 'a', 0, ['A']],
    ['what stood in an earlier message', 'B。C', 2, ['B', 'C']],
    ['but no frame of an earlier message', 'A。B', 2, ['B']],
    ['a frame that stands in both', 'A。A', 2, ['A']],
  ])('%s', (_, text, ownStart, present) => {
    const frames = { all: ['A'], needs: [], frames: ['A'] }
    expect([...presentIn(readingOf(text), frames, ownStart)].sort()).toEqual(present)
  })
})
