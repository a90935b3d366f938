import { afterEach, beforeEach, expect, test } from 'vitest'
import { loadRuleset } from '../../../src/ruleset/load.js'
import { proveExamples } from '../../../src/ruleset/self-test.js'
import { buildReadMessage } from '../../../src/screening/rules/read-message.js'
import { ruleMatcher } from '../../../src/screening/rules/rule-matcher.js'
import {
  copyOfFixture,
  type EditableDictionary,
  fixtureTokenise,
  screenerOf,
} from '../../support/fixture-dictionary.js'

let dict: EditableDictionary
beforeEach(() => {
  dict = copyOfFixture()
})
afterEach(() => dict.remove())

/** As the service would take the dictionary: proven on its examples. */
function loadedScreener() {
  const ruleset = loadRuleset(dict.path)
  proveExamples(ruleset, ruleMatcher(buildReadMessage(ruleset, fixtureTokenise)))
  return screenerOf(ruleset)
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

const SENDER = `
id: sender
label: 依頼者
severity: caution
source: client
description: 依頼者についてです。
basis: [規約]
advice: { pre_contract: [確かめてください。], contracted: [確かめてください。] }
rules: []
`

test('a category is its file, its concepts and its thresholds: nothing else', () => {
  dict.write('categories/castles.yaml', CASTLES)
  dict.write(
    'concepts/castles.yaml',
    'CASTLE: { about: 城, terms: [城] }\nLINK: { about: リンク, finder: url }\n',
  )
  dict.edit('policy.yaml', source => `${source}${thresholds('castles')}`)
  const { screen, categories } = loadedScreener()

  const text = '城はこちらです https://example.com/castle'
  expect(screen({ text })).toMatchObject({
    verdict: 'block',
    flags: [{ category: 'castles', evidence: [{ text: '城', rule: 'castles.invited' }] }],
  })
  expect(screen({ text: '城はこちらです' }).scores.castles).toBeLessThan(0.1)
  // What it declares is asked of the message.
  expect(screen({ text, outsideContactApproved: true })).toMatchObject({ verdict: 'allow', flags: [] })
  expect(categories.map(({ id }) => id)).toContain('castles')
})

test('a category of the client is judged by the client, whatever it is called', () => {
  dict.write('categories/sender.yaml', SENDER)
  dict.edit('policy.yaml', source => `${source}${thresholds('sender')}`)
  const { screen } = loadedScreener()

  const client = { identityVerified: false, completedOrders: 0, rating: 2 }
  expect(screen({ text: 'こんにちは', client }).flags.map(({ category }) => category)).toEqual(['sender'])
  expect(screen({ text: '教材を購入してください' })).toMatchObject({
    flags: [{ category: 'material_purchase' }],
    scores: { sender: 0 },
  })
})

const thresholds = (category: string): string =>
  `  ${category}:\n    pre_contract: { flag: 0.5, review: 0.6, block: 0.9 }\n`
