import { describe, expect, it } from 'vitest'
import { brokenExamples, proveExamples, describe as tell } from '../../src/ruleset/self-test.js'
import { ruleMatcher } from '../../src/screening/rules/rule-matcher.js'
import { realReadMessage, realRuleset } from '../support/real-screener.js'

const ruleset = realRuleset
const matches = ruleMatcher(realReadMessage)

describe('the rules prove themselves', () => {
  it('every example does what it says', () => {
    expect(brokenExamples(ruleset.rules, matches).map(tell)).toEqual([])
  })

  it('a rule whose example fails is refused, with its place and the example', () => {
    const [rule] = ruleset.rules
    if (!rule) throw new Error('no rules')
    const broken = { ...ruleset, rules: [{ ...rule, examples: { match: ['今日はよい天気です'], miss: [] } }] }
    expect(() => proveExamples(broken, matches)).toThrow(
      /\.yaml:\d+: rule .* does not match: 今日はよい天気です/,
    )
  })
})
