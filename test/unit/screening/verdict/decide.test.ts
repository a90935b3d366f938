import { describe, expect, test } from 'vitest'
import type { Stage, Verdict } from '../../../../src/contract/words.js'
import {
  type Decision,
  decide,
  type Finding,
  thresholdsOf,
  toFlag,
} from '../../../../src/screening/verdict/decide.js'
import { fixtureRuleset } from '../../../support/fixture-dictionary.js'

const [violation, , caution] = fixtureRuleset.categories.map(
  category =>
    (confidence: number, cap: Verdict = 'block'): Finding => ({
      category,
      confidence,
      evidence: [],
      cap,
      by: 'rule',
    }),
)
if (!violation || !caution) throw new Error('the fixture has no categories')
const policy = {
  version: '1',
  thresholds: {
    material_purchase: {
      pre_contract: { flag: 0.4, review: 0.6, block: 0.9 },
      contracted: { flag: 0.7 },
    },
    vague_job: { pre_contract: { flag: 0.5 } },
  },
}

describe('the verdict', () => {
  test.each<[name: string, findings: readonly Finding[], verdict: Verdict]>([
    ['nothing', [], 'allow'],
    ['just below the threshold', [violation(0.3999)], 'allow'],
    ['a doubt', [violation(0.4)], 'warn'],
    ['likely', [violation(0.6)], 'review'],
    ['certain', [violation(0.9)], 'block'],
    ['certain, by the voice alone', [violation(0.99, 'review')], 'review'],
    ['certain, by a rule that only warns', [violation(0.99, 'warn')], 'warn'],
    ['a caution is never held', [caution(0.99, 'warn')], 'warn'],
    ['a threshold that is not there is not reached', [caution(1)], 'warn'],
    ['the harshest counts', [caution(0.5, 'warn'), violation(0.95)], 'block'],
  ])('%s', (_, findings, verdict) => {
    expect(decide(findings, policy).verdict).toBe(verdict)
  })

  test.each<[stage: Stage | undefined, confidence: number, verdict: Verdict]>([
    [undefined, 0.95, 'block'],
    ['pre_contract', 0.95, 'block'],
    ['contracted', 0.95, 'warn'],
    ['contracted', 0.69, 'allow'],
    ['delivered', 0.95, 'warn'],
  ])('at the stage %s of %d: %s', (stage, confidence, verdict) => {
    expect(decide([violation(confidence)], policy, stage).verdict).toBe(verdict)
  })
})

describe('the flags', () => {
  test('are sorted by confidence, and hold what people see of the category', () => {
    const { flags } = decide([caution(0.6), violation(0.5)], policy)
    expect(flags).toEqual([
      {
        category: 'vague_job',
        label: '仕事内容が不明確',
        severity: 'caution',
        confidence: 0.6,
        evidence: [],
        advice: ['仕事の内容を確かめてください。'],
      },
      expect.objectContaining({ category: 'material_purchase', confidence: 0.5 }),
    ])
  })

  test.each<[stage: Stage, advice: string]>([
    ['pre_contract', 'お金を払わないでください。'],
    ['delivered', '返金を求めてください。'],
  ])('advise for the stage: %s', (stage, advice) => {
    expect(toFlag(violation(1), stage).advice).toEqual([advice])
  })

  test('advise after the delivery as under the contract, unless told otherwise', () => {
    expect(toFlag(caution(1), 'delivered').advice).toEqual(toFlag(caution(1), 'contracted').advice)
  })
})

describe('the confidence', () => {
  test.each<[name: string, findings: readonly Finding[], confidence: number]>([
    ['of what is flagged, the highest', [violation(0.5), caution(0.7)], 0.7],
    ['else of the violations', [violation(0.2), caution(0.3)], 0.2],
    ['of nothing', [], 0],
  ])('is that %s', (_, findings, confidence) => {
    expect(decide(findings, policy).confidence).toBe(confidence)
  })
})

test.each<[category: string, stage: Stage, flag: number]>([
  ['material_purchase', 'pre_contract', 0.4],
  ['material_purchase', 'contracted', 0.7],
  ['material_purchase', 'delivered', 0.7],
  ['vague_job', 'contracted', 0.5],
  ['unheard_of', 'pre_contract', 1],
])('%s is flagged at the stage %s from %d', (category, stage, flag) => {
  expect(thresholdsOf(policy, category, stage).flag).toBe(flag)
})

describe('what decided', () => {
  const by = (finding: Finding, who: Finding['by'], blocksFrom?: number): Finding => ({
    ...finding,
    by: who,
    blocksFrom,
  })

  test.each<[name: string, findings: readonly Finding[], decidedBy: Decision['decidedBy']]>([
    ['nothing flagged', [violation(0.39)], null],
    [
      'a rule that is certain',
      [violation(0.95)],
      { category: 'material_purchase', by: 'rule', threshold: 0.9 },
    ],
    [
      'the voice, however certain: it holds',
      [by(violation(0.9974, 'review'), 'voice')],
      { category: 'material_purchase', by: 'voice', threshold: 0.6 },
    ],
    [
      'the reader below what it blocks from: it holds',
      [by(violation(0.9974, 'review'), 'reader', 0.9978)],
      { category: 'material_purchase', by: 'reader', threshold: 0.6 },
    ],
    [
      'the reader above it: it blocks',
      [by(violation(0.9979), 'reader', 0.9978)],
      { category: 'material_purchase', by: 'reader', threshold: 0.9978 },
    ],
    [
      'a rule that only warns',
      [violation(0.95, 'warn')],
      { category: 'material_purchase', by: 'rule', threshold: 0.4 },
    ],
    [
      'of two flags the one that made the verdict, not the surer',
      [caution(0.99, 'warn'), violation(0.7)],
      { category: 'material_purchase', by: 'rule', threshold: 0.6 },
    ],
  ])('%s', (_, findings, decidedBy) => {
    expect(decide(findings, policy).decidedBy).toEqual(decidedBy)
  })
})
