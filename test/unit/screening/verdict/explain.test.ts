import { describe, expect, test } from 'vitest'
import type { Explanation } from '../../../../src/contract/explanation.js'
import type { ScreeningInput } from '../../../../src/contract/message.js'
import type { Ruleset } from '../../../../src/ruleset/ruleset.js'
import { explain } from '../../../../src/screening/verdict/explain.js'
import { findingsOf } from '../../../../src/screening/verdict/findings.js'
import { fixtureReadMessage, fixtureRuleset, withModel } from '../../../support/fixture-dictionary.js'

const CONTACT = 'off_platform_contact'
const MATERIAL = 'material_purchase'

function explanationOf(input: ScreeningInput, ruleset: Ruleset = fixtureRuleset): Explanation {
  const message = fixtureReadMessage(input)
  const findings = findingsOf({
    ruleset,
    message,
    votes: new Map(),
    input,
    risk: { probability: 0, traits: [] },
  })
  return explain({ ruleset, message, findings, input })
}
const earlier = (text: string): ScreeningInput['history'] => [{ from: 'client', text }]

describe('what was read', () => {
  test('the text as it was folded, and each word that stood in disguise', () => {
    const { normalised, transforms } = explanationOf({ text: '㍿のラ○ンか、でん話' })
    expect(normalised).toBe('株式会社のラインか、電話')
    expect(transforms).toEqual([
      { step: 'mask', start: 2, end: 5, from: 'ラ○ン', to: 'ライン' },
      { step: 'kana', start: 7, end: 10, from: 'でん話', to: '電話' },
    ])
  })

  test('the clauses, and which of them were tokenised', () => {
    expect(explanationOf({ text: 'はい。LINEですが、教えて' }).clauses).toEqual([
      { start: 0, end: 3, text: 'はい。', tokenised: false },
      { start: 3, end: 11, text: 'lineですが、', tokenised: false },
      { start: 11, end: 14, text: '教えて', tokenised: true },
    ])
  })

  test('the tokens, where they stood in the original', () => {
    expect(explanationOf({ text: '㍿のLINE教えて' }).tokens).toEqual([
      expect.objectContaining({ surface: '株式会社のline', start: 0, end: 6 }),
      expect.objectContaining({ surface: '教え', lemma: '教える', pos: '動詞', start: 6, end: 8 }),
      expect.objectContaining({ surface: 'て', start: 8, end: 9 }),
    ])
  })

  test('nothing that stands in earlier messages only', () => {
    const { normalised, transforms, clauses, tokens } = explanationOf({
      text: 'はい',
      history: earlier('ラ○ンで教えて。'),
    })
    expect({ normalised, transforms, tokens }).toEqual({ normalised: 'はい', transforms: [], tokens: [] })
    expect(clauses).toEqual([{ start: 0, end: 2, text: 'はい', tokenised: false }])
  })

  test('of a clause that began before, the part that stands here', () => {
    const { clauses } = explanationOf({ text: 'NEで', history: earlier('LI') })
    expect(clauses).toEqual([{ start: 0, end: 3, text: 'neで', tokenised: false }])
  })
})

describe('what the rules made of it', () => {
  const ruleset = withModel({
    [CONTACT]: { bias: -1, weights: { [`${CONTACT}.account`]: 2.5 }, slope: 1, offset: 0 },
  })

  test('every signal with its weight and the whole stretch, shadow rules too', () => {
    expect(explanationOf({ text: 'はい、ＬＩＮＥのIDです' }, ruleset).signals).toEqual([
      {
        category: CONTACT,
        rule: `${CONTACT}.account`,
        status: 'live',
        weight: 2.5,
        start: 3,
        end: 10,
        text: 'ＬＩＮＥのID',
      },
      {
        category: CONTACT,
        rule: `${CONTACT}.mentioned`,
        status: 'shadow',
        weight: 0,
        start: 3,
        end: 7,
        text: 'ＬＩＮＥ',
      },
    ])
  })

  test.each<[text: string, rule: string, by: string, stretch: string]>([
    ['教材は購入不要です', `${MATERIAL}.buy`, '否定', '教材は購入'],
    ['教材を購入する記事です', `${MATERIAL}.buy`, 'WORK_ON_IT', '教材を購入'],
    ['LINEは使いません', `${CONTACT}.mentioned`, '否定', 'LINE'],
  ])('%s: %s is turned off by %s', (text, rule, by, stretch) => {
    const start = text.indexOf(stretch)
    expect(explanationOf({ text }).suppressed).toEqual([
      { category: rule.split('.')[0], rule, by, start, end: start + stretch.length, text: stretch },
    ])
  })

  test('of a text that says one thing a thousand times, the first twenty of each rule and how many more', () => {
    const often = (sentence: string): string => sentence.repeat(200)
    const { signals, suppressed, omitted } = explanationOf({
      text: often('LINEのIDです。') + often('教材は購入不要です。'),
    })
    for (const [list, rule, all] of [
      ['signals', `${CONTACT}.account`, signals],
      ['suppressed', `${MATERIAL}.buy`, suppressed],
    ] as const) {
      expect(all.filter(one => one.rule === rule)).toHaveLength(20)
      const count = omitted.find(one => one.list === list && one.rule === rule)?.count
      expect(count).toBeGreaterThanOrEqual(180)
    }
  })

  test('what came close, and what was lacking', () => {
    const { nearMisses } = explanationOf({ text: '教材の費用について' })
    expect(nearMisses).toEqual([
      { category: MATERIAL, rule: `${MATERIAL}.buy`, lacking: ['PAY'], start: 0, end: 2, text: '教材' },
      {
        category: MATERIAL,
        rule: `${MATERIAL}.handed_out`,
        lacking: ['TELL'],
        start: 0,
        end: 2,
        text: '教材',
      },
    ])
  })

  test('the order may be what is lacking', () => {
    expect(explanationOf({ text: '教えて、LINE' }).nearMisses).toContainEqual(
      expect.objectContaining({ rule: `${CONTACT}.tell_channel`, lacking: ['order'], text: '教えて、LINE' }),
    )
  })

  test('what came close in earlier messages is not shown again', () => {
    expect(explanationOf({ text: 'はい', history: earlier('教材について。') }).nearMisses).toEqual([])
  })
})

describe('what each part weighed', () => {
  test('bias, rules and voice of every category', () => {
    const ruleset = withModel({
      [CONTACT]: { bias: -1, weights: { [`${CONTACT}.account`]: 2.5, any_rule: 0.5 }, slope: 1, offset: 0 },
    })
    const { logOdds } = explanationOf({ text: 'LINEのID' }, ruleset)
    expect(logOdds[CONTACT]).toEqual({ bias: -1, rules: 3, model: 0, reader: 0, total: 2 })
    expect(Object.keys(logOdds)).toEqual(fixtureRuleset.categories.map(({ id }) => id))
  })

  test.each<[name: string, offset: number, shown: readonly object[]]>([
    ['far below', -1.2, []],
    ['close: half the threshold', -1, [{ category: CONTACT, confidence: 0.2689, threshold: 0.5 }]],
    ['close: just below', -0.01, [{ category: CONTACT, confidence: 0.4975, threshold: 0.5 }]],
    ['flagged', 0, []],
  ])('categories below their threshold, by less than half of it: %s', (_, offset, shown) => {
    const ruleset = withModel({ [CONTACT]: { bias: 0, weights: {}, slope: 1, offset } })
    expect(explanationOf({ text: 'はい' }, ruleset).belowThreshold).toEqual(shown)
  })
})
