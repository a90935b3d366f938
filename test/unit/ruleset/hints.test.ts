import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { loadRuleset } from '../../../src/ruleset/load.js'
import { copyOfFixture, type EditableDictionary, fixtureRuleset } from '../../support/fixture-dictionary.js'

const FILE = 'hints/off_platform_contact.yaml'
const HINTS = `category: off_platform_contact
message: { ja: 一般の言葉。, en: General words. }
suggestion: { ja: サイトで, en: On this site }
drafts: [LINEを教えてください]
cases:
  named:
    rules: [tell_channel]
    words: { about: by name, pattern: line, examples: { match: [line], miss: [電話] } }
    message: { ja: 名指しの言葉。, en: Named words. }
    drafts: [LINEを教えてください]
`

let dict: EditableDictionary
beforeEach(() => {
  dict = copyOfFixture({ [FILE]: HINTS })
})
afterEach(() => dict.remove())

describe('hints', () => {
  test('are loaded by category; a case says only what is its own', () => {
    const hints = loadRuleset(dict.path).hints.get('off_platform_contact')
    expect(hints?.cases).toMatchObject([
      {
        id: 'named',
        rules: ['tell_channel'],
        message: { ja: '名指しの言葉。' },
        suggestion: hints?.suggestion,
      },
    ])
    expect(hints?.whole).toBe(false)
  })

  test('are part of the hash, and nothing that a model was fitted on', () => {
    const { hash, fingerprint } = loadRuleset(dict.path)
    dict.edit(FILE, source => source.replace('サイトで', 'サイトの中で'))
    expect(loadRuleset(dict.path).hash).not.toBe(hash)
    expect(fingerprint).toEqual(fixtureRuleset.fingerprint)
  })

  test('are not needed', () => {
    expect(fixtureRuleset.hints.size).toBe(0)
  })

  test.each([
    [
      'of no category',
      'category: off_platform_contact',
      'category: other',
      /:1: no category is called other/,
    ],
    ['of no rule', '[tell_channel]', '[other]', /:7: no rule of off_platform_contact is called other/],
    [
      'with a word that is not there',
      'match: [line]',
      'match: [電話番号]',
      /cases\.named.+does not match: 電話番号/,
    ],
    ['with a misspelt key', 'drafts: [', 'draughts: [x]\ndrafts: [', /draughts/],
    ['in one language', ', en: General words.', '', /message\.en/],
    ['without a condition', / {4}rules.+\n {4}words.+\n/, '', /needs one of "rules", "words" and "stages"/],
    ['that says nothing of its own', / {4}message.+\n/, '', /needs a "message" or a "suggestion"/],
    ['without end', 'ja: サイトで', `ja: ${'あ'.repeat(401)}`, /suggestion\.ja/],
    ['that may be slow', 'pattern: line', 'pattern: li+ne', /no upper bound/],
  ])('%s are refused', (_name, from, to, reason) => {
    dict.edit(FILE, source => source.replace(from, to))
    expect(() => loadRuleset(dict.path)).toThrow(reason)
  })

  test('two files of a category are refused', () => {
    dict.write('hints/zzz.yaml', HINTS)
    expect(() => loadRuleset(dict.path)).toThrow(/zzz\.yaml:1: off_platform_contact has two files/)
  })
})

describe('the items of a job post', () => {
  test.each([
    [
      'a pattern that does not prove itself',
      'match: [',
      'match: [これは何でもない, ',
      /does not match: これは何でもない/,
    ],
    ['a misspelt item', '\npresent:\n', '\npresent:\n  phone: {}\n', /phone/],
  ])('%s is refused', (_name, from, to, reason) => {
    dict.edit('posting.yaml', source => source.replace(from, to))
    expect(() => loadRuleset(dict.path)).toThrow(reason)
  })
})
