import { expect, test } from 'vitest'
import { brokenExamples, describe as tell } from '../../../src/ruleset/self-test.js'
import { ruleMatcher } from '../../../src/screening/rules/rule-matcher.js'
import { fixtureReadMessage, fixtureRuleset } from '../../support/fixture-dictionary.js'

test('the fixture dictionary does what its examples say', () => {
  expect(brokenExamples(fixtureRuleset.rules, ruleMatcher(fixtureReadMessage)).map(tell)).toEqual([])
})
