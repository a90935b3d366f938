import { expect, test } from 'vitest'
import { countsOf, hitsOf } from '../../../src/contract/hits.js'

const place = { start: 0, end: 1, text: 'x', reason: 'x' }
const flag = { label: '', severity: 'violation', advice: [] } as const
const judgement = {
  verdict: 'block',
  flags: [
    {
      ...flag,
      category: 'mlm',
      confidence: 0.9,
      evidence: ['mlm.a', 'mlm.b', 'mlm.a'].map(rule => ({ ...place, rule })),
    },
    { ...flag, category: 'client_risk', confidence: 0.5, evidence: [] },
  ],
  shadows: [{ category: 'contact', rule: 'contact.new' }],
} as const

test('a rule hits once a flag, however often it points; a flag without evidence hits without a rule', () => {
  expect(hitsOf(judgement)).toEqual([
    { category: 'mlm', rule: 'mlm.a', confidence: 0.9, source: 'rule' },
    { category: 'mlm', rule: 'mlm.b', confidence: 0.9, source: 'rule' },
    { category: 'client_risk', rule: '', confidence: 0.5, source: 'rule' },
    { category: 'contact', rule: 'contact.new', confidence: 0, source: 'shadow' },
  ])
})

test('a judgement counts once for its verdict and each category, rule and shadow rule', () => {
  expect(countsOf(judgement).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
    'verdict block',
    'category mlm',
    'category client_risk',
    'rule mlm.a',
    'rule mlm.b',
    'shadow contact.new',
  ])
})
