import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { composePattern } from '../../../src/ruleset/compose-pattern.js'
import { RulesetError } from '../../../src/ruleset/files.js'
import { loadLanguage } from '../../../src/ruleset/language.js'
import { loadRuleset } from '../../../src/ruleset/load.js'
import { brokenLanguageExamples, proveLanguage } from '../../../src/ruleset/self-test.js'
import { buildLanguageReader } from '../../../src/screening/reading/language-reader.js'

describe('dict/language', () => {
  it('proves itself', () => {
    const { language } = loadLanguage('dict')
    expect(brokenLanguageExamples(language.examples, buildLanguageReader(language))).toEqual([])
  })
})

describe('an edit of a language file', () => {
  let dict: string
  beforeEach(() => {
    dict = mkdtempSync(join(tmpdir(), 'sekisho-dict-'))
    cpSync('dict', dict, { recursive: true })
  })
  afterEach(() => rmSync(dict, { recursive: true }))

  const edit = (name: string, from: string, to: string): void => {
    const path = join(dict, 'language', name)
    const source = readFileSync(path, 'utf8')
    expect(source).toContain(from)
    writeFileSync(path, source.replace(from, to))
  }
  const load = (): void => {
    const { language } = loadLanguage(dict)
    proveLanguage(language.examples, buildLanguageReader(language))
  }

  it('changes the hash of the ruleset: a look-alike more', () => {
    const before = loadRuleset(dict).hash
    edit('look-alikes.yaml', '  l: ӏʟł', '  l: ӏʟłɭ')
    expect(loadRuleset(dict).hash).not.toBe(before)
  })

  it('of identifiers teaches a new word, changes the hash, and nothing that a model is fitted on', () => {
    const before = loadRuleset(dict)
    const text = 'みどりアプリのID: abc_123'
    const found = () => {
      const { language } = loadLanguage(dict)
      return buildLanguageReader(language).identifiers([text]).slice(1)
    }
    expect(found()).toEqual([])
    edit('identifiers.yaml', '緑のアプリ,', '緑のアプリ, みどりアプリ,')
    expect(found()).toEqual(['line_id abc_123 [abc_123]'])
    load()
    const { hash, fingerprint, warnings } = loadRuleset(dict)
    expect(hash).not.toBe(before.hash)
    expect([fingerprint, warnings]).toEqual([before.fingerprint, before.warnings])
  })

  const breakages: readonly (readonly [
    name: string,
    file: string,
    from: string,
    to: string,
    reason: RegExp,
  ])[] = [
    [
      'an example of a step that comes out otherwise',
      'look-alikes.yaml',
      '[ＬＩＮＥ, line]',
      '[ＬＩＮＥ, lime]',
      /look-alikes\.yaml:\d{2,}: should be \["ＬＩＮＥ","lime"\], is \["ＬＩＮＥ","line"\]/,
    ],
    [
      'an example of a pattern that does not match',
      'look-alikes.yaml',
      'お願いシマス]',
      'お願いします]',
      /look-alikes\.yaml:\d{2,}: patterns\.endings_in_katakana\.examples\.match\.2: does not match: お願いします/,
    ],
    [
      'an example of a pattern that matches and must not',
      'look-alikes.yaml',
      'マスター]',
      'マス]',
      /look-alikes\.yaml:\d{2,}: patterns\.endings_in_katakana\.examples\.miss\.2: matches, and must not/,
    ],
    [
      'a character that stands twice in a table',
      'look-alikes.yaml',
      '  j: ј',
      '  j: јі',
      /look-alikes\.yaml:\d+: latin\.j: і stands here twice/,
    ],
    [
      'a quantifier without end',
      'look-alikes.yaml',
      "'[一-龠a-z](?:",
      "'[一-龠a-z]+(?:",
      /look-alikes\.yaml:\d+: patterns\.endings_in_katakana: .*has no upper bound/,
    ],
    [
      'an unknown part',
      'look-alikes.yaml',
      "'[一-龠a-z](?:",
      "'%kanji%(?:",
      /look-alikes\.yaml:\d+: patterns\.endings_in_katakana: no part is called kanji/,
    ],
    [
      'an identifier that is found otherwise',
      'identifiers.yaml',
      'line_id abc123 [abc123]',
      'line_id abc124 [abc123]',
      /identifiers\.yaml:\d{2,}: should be .*abc124.*, is .*abc123/,
    ],
    [
      'a word that no text is read as',
      'identifiers.yaml',
      '緑のアプリ,',
      '緑のアプリ, ＬＩＮＥ,',
      /identifiers\.yaml:\d+: line_id\.service\.\d: has to be in NFKC and lower case/,
    ],
    [
      'a word that stands twice',
      'identifiers.yaml',
      '緑のアプリ,',
      '緑のアプリ, ライン,',
      /identifiers\.yaml:\d+: line_id\.service\.\d: ライン stands here twice/,
    ],
  ]

  it.each(breakages)('is refused with file, line and reason: %s', (_, file, from, to, reason) => {
    edit(file, from, to)
    expect(load).toThrow(RulesetError)
    expect(load).toThrow(reason)
  })
})

describe('composePattern', () => {
  it('writes parts, and parts of parts, in the place of their names', () => {
    const parts = { digit: '[0-9]', number: '%digit%{1,3}' }
    expect(composePattern(parts, '%number%円|%')).toBe('(?:(?:[0-9]){1,3})円|%')
  })
  it('refuses parts that are unknown or hold themselves', () => {
    expect(() => composePattern({}, '%constructor%')).toThrow('no part is called constructor')
    expect(() => composePattern({ a: '%b%', b: '%a%' }, '%a%')).toThrow('the part a holds itself')
  })
})
