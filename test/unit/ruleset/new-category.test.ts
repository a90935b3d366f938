import { expect, test } from 'vitest'
import { loadRuleset } from '../../../src/ruleset/load.js'
import { proveExamples } from '../../../src/ruleset/self-test.js'
import { buildReadMessage } from '../../../src/screening/rules/read-message.js'
import { ruleMatcher } from '../../../src/screening/rules/rule-matcher.js'
import { buildScreener } from '../../../src/screening/screener.js'
import { smallDictionary, withMore } from '../../support/dictionary.js'

/** A screener of a dictionary that holds no verbs: nothing is ever tokenised. */
function screenerOf(dict: string) {
  const ruleset = loadRuleset(dict)
  const readMessage = buildReadMessage(ruleset, () => [])
  proveExamples(ruleset, ruleMatcher(readMessage))
  return buildScreener(ruleset, readMessage)
}

const CASTLES = `
id: castles
label: 城への誘い
severity: violation
unless: outsideContactApproved
description: 城へ来るよう求めるものです。
basis: [規約]
advice: { pre_contract: [行かないでください。], contracted: [行かないでください。] }
rules:
  - id: invited
    reason: 城へのリンクを送っています
    all: [CASTLE, LINK]
    examples:
      match: ['城 https://example.com/a', '城は https://example.com/b です', 'お城 https://example.com/c']
      miss: [城です, 'https://example.com/d', こんにちは]
`

test('a category is its file, its concepts and its thresholds: nothing else', () => {
  const screener = screenerOf(
    smallDictionary({
      ...withMore('policy.yaml', '  castles: { pre_contract: { flag: 0.5, review: 0.6, block: 0.9 } }\n'),
      'concepts/castles.yaml': 'CASTLE: { about: 城, terms: [城] }\nLINK: { about: リンク, finder: url }\n',
      'categories/castles.yaml': CASTLES,
    }),
  )
  const text = '城はこちらです https://example.com/castle'
  expect(screener.screen({ text })).toMatchObject({
    verdict: 'block',
    flags: [{ category: 'castles', evidence: [{ text: '城', rule: 'castles.invited' }] }],
  })
  expect(screener.screen({ text: '城はこちらです' }).scores.castles).toBeLessThan(0.1)
  // What it declares is asked of the message.
  expect(screener.screen({ text, outsideContactApproved: true })).toMatchObject({
    verdict: 'allow',
    flags: [],
  })
  expect(screener.categories.map(({ id }) => id)).toEqual(['castles', 'parrots', 'sender'])
})

test('a category of the client is judged by the client, whatever it is called', () => {
  const screener = screenerOf(smallDictionary())
  const { scores, flags } = screener.screen({
    text: 'こんにちは',
    client: { identityVerified: false, completedOrders: 0, rating: 2 },
  })
  expect(flags.map(({ category }) => category)).toEqual(['sender'])
  expect(scores.sender).toBeGreaterThan(0.5)
  expect(screener.screen({ text: 'オウムを売ります' })).toMatchObject({
    verdict: 'block',
    scores: { sender: 0 },
  })
})
