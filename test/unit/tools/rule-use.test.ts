import { expect, test } from 'vitest'
import type { Rule } from '../../../src/ruleset/ruleset.js'
import { ruleUse } from '../../../tools/quality/rule-use.js'

const rule = (id: string, status: Rule['status'] = 'live'): Rule => ({
  id,
  category: id.split('.')[0] ?? '',
  reason: '',
  ordered: false,
  groups: [['A']],
  gaps: [],
  none: [],
  scope: 'sentence',
  kind: undefined,
  split: false,
  cap: undefined,
  status,
  examples: { match: [], miss: [] },
  source: '',
})
const rules = [
  rule('a.alone'),
  rule('a.twin'),
  rule('a.shadowed'),
  rule('a.never'),
  rule('b.other'),
  rule('a.new', 'shadow'),
]
const text = (labels: readonly string[], ...ids: string[]) => ({ labels, rules: new Set(ids) })

test('a rule is needed where it alone finds a label; a pair is one rule when their texts are the same', () => {
  const texts = [
    text(['a'], 'a.alone', 'b.other'),
    text(['a'], 'a.twin', 'a.shadowed', 'a.new'),
    text(['a', 'b'], 'a.twin', 'a.shadowed', 'b.other'),
    text([], 'a.twin', 'a.shadowed'),
  ]
  expect(ruleUse(rules, texts)).toEqual({
    unneeded: ['a.twin', 'a.shadowed', 'a.never'],
    together: [['a.twin', 'a.shadowed']],
  })
})

test('two common texts are too few for a pair', () => {
  const texts = [text(['a'], 'a.twin', 'a.shadowed'), text(['a'], 'a.twin', 'a.shadowed')]
  expect(ruleUse(rules, texts).together).toEqual([])
})
