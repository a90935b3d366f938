import { describe, expect, test } from 'vitest'
import type { ScreeningInput } from '../../../../src/contract/message.js'
import type { Verdict } from '../../../../src/contract/words.js'
import type { Ruleset } from '../../../../src/ruleset/ruleset.js'
import { findingsOf } from '../../../../src/screening/verdict/findings.js'
import { fixtureReadMessage, fixtureRuleset, withModel } from '../../../support/fixture-dictionary.js'

const CONTACT = 'off_platform_contact'
const MATERIAL = 'material_purchase'

function findingsFor(
  input: ScreeningInput,
  {
    ruleset = fixtureRuleset,
    votes = new Map(),
    risk = { probability: 0, traits: [] },
  }: Partial<Omit<Parameters<typeof findingsOf>[0], 'input' | 'message'>> = {},
) {
  const message = fixtureReadMessage(input)
  const findings = findingsOf({ ruleset, message, votes, input, risk })
  const of = (id: string) => {
    const finding = findings.list.find(({ category }) => category.id === id)
    if (!finding) throw new Error(`nothing is said of ${id}`)
    return finding
  }
  return { ...findings, of }
}

describe('every category', () => {
  test('gets a finding, in the order of the ruleset, and a score', () => {
    const { list, scores, details } = findingsFor({ text: 'はい' })
    const ids = fixtureRuleset.categories.map(({ id }) => id)
    expect(list.map(({ category }) => category.id)).toEqual(ids)
    expect(Object.keys(scores)).toEqual(ids)
    expect([...details.keys()]).toEqual(ids)
    expect(list.every(({ evidence }) => evidence.length === 0)).toBe(true)
  })

  test('scores by its own rules', () => {
    const { scores } = findingsFor({ text: 'LINEのIDを教えて' })
    expect(scores).toEqual({ [MATERIAL]: 0.0474, [CONTACT]: 0.9526, vague_job: 0.0474 })
  })

  test('is scored by its model, rounded to four places', () => {
    const ruleset = withModel({
      [CONTACT]: {
        bias: -1,
        weights: { [`${CONTACT}.account`]: 2, any_rule: 0.5, contracted: -1 },
        slope: 1,
        offset: 0,
      },
    })
    const { scores, details } = findingsFor({ text: 'LINEのID', stage: 'contracted' }, { ruleset })
    expect(details.get(CONTACT)?.total).toBeCloseTo(0.5, 12)
    expect(scores[CONTACT]).toBe(0.6225)
  })
})

describe('the evidence', () => {
  const evidenceIn = (input: ScreeningInput, category = CONTACT) =>
    findingsFor(input)
      .of(category)
      .evidence.map(({ start, end, text, rule }) => [start, end, text, rule])

  test.each<[name: string, input: ScreeningInput, evidence: unknown[]]>([
    [
      'one stretch a signal: its first concept, as it was written',
      { text: 'ＬＩＮＥのIDを教えて' },
      [[0, 4, 'ＬＩＮＥ', `${CONTACT}.tell_channel`]],
    ],
    [
      'in the order of the text',
      { text: '電話を教えて。LINEのIDも' },
      [
        [0, 2, '電話', `${CONTACT}.tell_channel`],
        [7, 11, 'LINE', `${CONTACT}.account`],
      ],
    ],
    [
      'of an ask over two messages what stands in this one',
      { text: 'IDです', history: [{ from: 'client', text: 'LINEです。' }] },
      [[0, 2, 'ID', `${CONTACT}.account`]],
    ],
    ['none of what only shadow rules see', { text: 'LINEです' }, []],
    ['none of what is turned off', { text: 'LINEは教えません' }, []],
  ])('%s', (_, input, evidence) => {
    expect(evidenceIn(input)).toEqual(evidence)
  })

  test.each([
    ['the rule that weighs most', { tell_channel: 1, account: 2 }, 'account'],
    ['of two that weigh the same, the first', { tell_channel: 2, account: 2 }, 'tell_channel'],
    ['a rule without a weight comes last', { account: 0.1 }, 'account'],
  ])('a stretch is shown once, with the reason of %s', (_, weights, rule) => {
    const ruleset = withModel({
      [CONTACT]: {
        bias: 0,
        weights: Object.fromEntries(
          Object.entries(weights).map(([id, weight]) => [`${CONTACT}.${id}`, weight]),
        ),
        slope: 1,
        offset: 0,
      },
    })
    const { evidence } = findingsFor({ text: 'LINEのIDを教えて' }, { ruleset }).of(CONTACT)
    expect(evidence.map(({ text, rule }) => [text, rule])).toEqual([['LINE', `${CONTACT}.${rule}`]])
  })

  test('no more than eight stretches, and how many more there are', () => {
    const text = 'LINEのIDを教えて。'.repeat(12)
    const { evidence, moreEvidence } = findingsFor({ text }).of(CONTACT)
    expect(evidence.map(({ start }) => start)).toEqual([0, 1, 2, 3, 4, 5, 6, 7].map(i => i * 12))
    expect(moreEvidence).toBe(4)
  })

  test('of two rules on the same stretches each stretch counts once', () => {
    const text = `${'LINEのIDを教えて。'.repeat(12)}電話を教えて。`
    expect(findingsFor({ text }).of(CONTACT).moreEvidence).toBe(5)
  })

  test('the same stretch of two windows is shown once', () => {
    // Two windows of neighbouring sentences, one word.
    expect(evidenceIn({ text: 'はい。LINEのIDです。はい。' })).toEqual([[3, 7, 'LINE', `${CONTACT}.account`]])
  })

  test('gives the reason of the rule', () => {
    const [evidence] = findingsFor({ text: '教材を購入して' }).of(MATERIAL).evidence
    expect(evidence).toEqual({
      start: 0,
      end: 2,
      text: '教材',
      rule: `${MATERIAL}.buy`,
      reason: '教材の購入を求めています',
    })
  })

  test('without a rule it is the window of the voice', () => {
    const vote = { logOdds: 1, window: { start: 3, end: 8 } }
    const { evidence } = findingsFor(
      { text: 'はい。始めましょ。' },
      { votes: new Map([[MATERIAL, vote]]) },
    ).of(MATERIAL)
    expect(evidence).toMatchObject([{ start: 3, end: 8, text: '始めましょ', rule: `${MATERIAL}.voice` }])
    expect(evidence[0]?.reason).toContain('教材の購入')
  })

  test('a window that lies in the history is not shown', () => {
    const input: ScreeningInput = { text: 'はい', history: [{ from: 'client', text: '始めましょう。' }] }
    const votes = new Map([[MATERIAL, { logOdds: 1, window: { start: 0, end: 7 } }]])
    expect(findingsFor(input, { votes }).of(MATERIAL).evidence).toEqual([])
  })

  test('beside a rule the voice shows nothing', () => {
    const votes = new Map([[MATERIAL, { logOdds: 1, window: { start: 0, end: 1 } }]])
    const { evidence } = findingsFor({ text: '教材を購入して' }, { votes }).of(MATERIAL)
    expect(evidence.map(({ rule }) => rule)).toEqual([`${MATERIAL}.buy`])
  })
})

describe('the harshest verdict that the evidence carries', () => {
  test.each<[name: string, text: string, category: string, cap: Verdict]>([
    ['no rule: the voice alone never blocks', 'はい', MATERIAL, 'review'],
    ['a rule', '教材を購入して', MATERIAL, 'block'],
    ['a rule that is capped', '教材を送ります', MATERIAL, 'review'],
    ['a capped one beside one that is not', '教材を購入して送ります', MATERIAL, 'block'],
    ['a shadow rule counts for nothing', 'LINEです', CONTACT, 'review'],
    ['a caution', '簡単な作業です', 'vague_job', 'warn'],
  ])('%s', (_, text, category, cap) => {
    expect(findingsFor({ text, kind: 'job_post' }).of(category).cap).toBe(cap)
  })

  test('rules that may only warn', () => {
    const rules = fixtureRuleset.rules.map(rule => ({ ...rule, cap: 'warn' as const }))
    const message = fixtureReadMessage({ text: '教材を購入して' })
    const signals = message.matches.signals.map(signal => ({
      ...signal,
      rule: rules.find(({ id }) => id === signal.rule.id) ?? signal.rule,
    }))
    const ruleset: Ruleset = { ...fixtureRuleset, rules }
    const { list } = findingsOf({
      ruleset,
      message: { ...message, matches: { ...message.matches, signals } },
      votes: new Map(),
      input: { text: '' },
      risk: { probability: 0, traits: [] },
    })
    expect(list.find(({ category }) => category.id === MATERIAL)?.cap).toBe('warn')
  })
})

test('what the platform itself has approved is no violation, and nothing else is approved with it', () => {
  const text = 'LINEのIDを教えて。教材を購入して'
  const { scores } = findingsFor({ text, outsideContactApproved: true })
  expect(scores).toMatchObject({ [CONTACT]: 0, [MATERIAL]: 0.9526 })
  expect(findingsFor({ text, outsideContactApproved: false }).scores[CONTACT]).toBe(0.9526)
})

test('a category that the client is judged by takes its risk, and shows no text', () => {
  const [first] = fixtureRuleset.categories
  if (!first) throw new Error('the fixture has no categories')
  const ofClients = { ...first, id: 'sender', source: 'client' as const, rules: [] }
  const { of } = findingsFor(
    { text: 'LINEのIDを教えて' },
    {
      ruleset: { ...fixtureRuleset, categories: [...fixtureRuleset.categories, ofClients] },
      risk: { probability: 0.123_456, traits: ['no_orders'] },
    },
  )
  expect(of('sender')).toEqual({
    category: ofClients,
    confidence: 0.1235,
    evidence: [],
    cap: 'warn',
    by: 'client',
  })
})
