import { describe, expect, test } from 'vitest'
import { featureNames, featuresOf } from '../../../../src/screening/model/features.js'
import { scoreOf } from '../../../../src/screening/model/score.js'
import type { Matches, Suppressor } from '../../../../src/screening/rules/match.js'

const circumstances = { all: ['NOTICE', 'NEED'], needs: ['NEED'] }

type Signal = Matches['signals'][number]
const rule = (id: string, category = 'mlm', status: 'live' | 'shadow' = 'live') =>
  ({ id, category, status }) as unknown as Signal['rule']
const signal = (
  id: string,
  { category = 'mlm', status = 'live' as const, fold = undefined as string | undefined } = {},
) => ({ rule: rule(id, category, status), hits: [{ start: 0, end: 1, fold }] }) as unknown as Signal
const shadow = (id: string) =>
  ({ rule: rule(id, 'mlm', 'shadow'), hits: [{ start: 0, end: 1 }] }) as unknown as Signal
const denied: Suppressor = { kind: 'modality', reason: '否定' }
// An id that holds a digit is an id all the same.
const excluded: Suppressor = { kind: 'concept', id: 'SNS2' }
const dead = (id: string, by: Suppressor, category = 'mlm') =>
  ({ rule: rule(id, category), by }) as unknown as Matches['suppressed'][number]
const of = (
  matches: { signals?: readonly Signal[]; suppressed?: Matches['suppressed'] },
  present: readonly string[] = [],
  stage: 'pre_contract' | 'contracted' | 'delivered' = 'pre_contract',
  logOdds?: number,
) =>
  Object.fromEntries(
    featuresOf('mlm', {
      matches: { signals: matches.signals ?? [], suppressed: matches.suppressed ?? [] },
      present: new Set(present),
      circumstances,
      vote: logOdds === undefined ? undefined : { logOdds, window: undefined },
      stage,
    }),
  )

describe('the features of a category', () => {
  test('nothing found: the voice alone, silent', () => {
    expect(of({})).toEqual({ voice: 0 })
    expect(of({}, circumstances.all)).toEqual({ voice: 0 })
  })

  test('a rule of its own, and that there is one', () => {
    expect(of({ signals: [signal('mlm.a'), signal('mlm.a')] })).toEqual({ 'mlm.a': 1, any_rule: 1, voice: 0 })
    expect(of({ signals: [signal('mlm.a'), signal('mlm.b')] })).toEqual({
      'mlm.a': 1,
      'mlm.b': 1,
      any_rule: 1,
      several_rules: 1,
      voice: 0,
    })
  })

  test("another category's rule, or a shadow rule, tells nothing of it", () => {
    expect(of({ signals: [signal('x.a', { category: 'x', fold: 'kana' }), shadow('mlm.s')] })).toEqual({
      voice: 0,
    })
  })

  test('circumstances count beside a rule only', () => {
    expect(of({ signals: [signal('mlm.a')] }, ['NOTICE', 'NOT_A_CIRCUMSTANCE'])).toEqual({
      'mlm.a': 1,
      any_rule: 1,
      with_NOTICE: 1,
      voice: 0,
    })
  })

  test('what is turned off or ruled out, only while no rule stands', () => {
    const suppressed = [dead('mlm.a', denied), dead('mlm.b', excluded)]
    expect(of({ suppressed })).toEqual({ turned_off: 1, ruled_out: 1, voice: 0 })
    expect(of({ suppressed: [dead('mlm.a', denied)] })).toEqual({ turned_off: 1, voice: 0 })
    expect(of({ suppressed: [dead('mlm.b', excluded)] })).toEqual({ ruled_out: 1, voice: 0 })
    expect(of({ suppressed: [dead('x.a', denied, 'x')] })).toEqual({ voice: 0 })
    expect(of({ suppressed, signals: [signal('mlm.c')] })).toEqual({ 'mlm.c': 1, any_rule: 1, voice: 0 })
  })

  test('a disguise, a contract, and a need that the contract explains', () => {
    expect(of({ signals: [signal('mlm.a', { fold: 'mask' })] })).toMatchObject({ disguised: 1 })
    expect(of({}, ['NEED'], 'contracted')).toEqual({ contracted: 1, voice: 0 })
    expect(of({ signals: [signal('mlm.a')] }, ['NEED'], 'delivered')).toEqual({
      'mlm.a': 1,
      any_rule: 1,
      with_NEED: 1,
      contracted_need: 1,
      contracted: 1,
      voice: 0,
    })
    expect(of({ signals: [signal('mlm.a')] }, ['NEED'])).not.toHaveProperty('contracted_need')
  })

  test.each([
    [-9, -3],
    [-1.5, -1.5],
    [2.5, 2.5],
    [9, 3],
  ])('a voice of %d counts as %d', (logOdds, voice) => {
    expect(of({}, [], 'pre_contract', logOdds)).toEqual({ voice })
  })

  test('have all their names in the training', () => {
    const names = featureNames(['mlm.a', 'mlm.b'], circumstances)
    const all = of(
      { signals: [signal('mlm.a', { fold: 'mask' }), signal('mlm.b')] },
      circumstances.all,
      'contracted',
      1,
    )
    expect(Object.keys(all).filter(name => !names.includes(name))).toEqual([])
    expect(names).toContain('turned_off')
    expect(names).toContain('ruled_out')
    expect(new Set(names).size).toBe(names.length)
  })
})

describe('the score', () => {
  const fitted = { bias: -2, weights: { 'mlm.a': 1.5, any_rule: 1, voice: 0.5 }, slope: 2, offset: -0.25 }

  test('is the sum of the weights, calibrated', () => {
    const features = new Map(Object.entries({ 'mlm.a': 1, any_rule: 1, unknown: 1, voice: 3 }))
    const score = scoreOf(fitted, features)
    expect(score).toMatchObject({ bias: -2, rules: 2.5, model: 1.5, total: 2 })
    expect(score.confidence).toBeCloseTo(1 / (1 + Math.exp(-(2 * 2 - 0.25))), 12)
  })

  test('without a model a rule is believed, and nothing is not', () => {
    const matched = new Map([['any_rule', 1]])
    expect(scoreOf(undefined, matched)).toMatchObject({ rules: 3, total: 3, model: 0 })
    expect(scoreOf(undefined, matched).confidence).toBeCloseTo(0.9526, 4)
    expect(scoreOf(undefined, new Map()).confidence).toBeCloseTo(0.0474, 4)
  })
})
