import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { RulesetError } from '../../../src/ruleset/files.js'
import { loadRuleset } from '../../../src/ruleset/load.js'
import {
  copyOfFixture,
  type EditableDictionary,
  fixtureRuleset,
  TRAINED_ON,
} from '../../support/fixture-dictionary.js'

let dict: EditableDictionary
beforeEach(() => {
  dict = copyOfFixture()
})
afterEach(() => dict.remove())

describe('a dictionary', () => {
  test('is loaded with its violations first', () => {
    expect(fixtureRuleset.categories.map(({ id, severity }) => [id, severity])).toEqual([
      ['material_purchase', 'violation'],
      ['off_platform_contact', 'violation'],
      ['vague_job', 'caution'],
    ])
    expect(fixtureRuleset.version).toBe('0.0.0-fixture')
    expect(fixtureRuleset.model).toBeUndefined()
  })

  test('is compiled: rules', () => {
    const rule = fixtureRuleset.rules.find(({ id }) => id === 'off_platform_contact.tell_channel')
    expect(rule).toMatchObject({
      category: 'off_platform_contact',
      ordered: true,
      groups: [['CHANNEL'], ['TELL']],
      gaps: [12],
      none: ['WORK_ON_IT'],
      scope: 'sentence',
      status: 'live',
      source: expect.stringMatching(/off_platform_contact\.yaml:11$/),
    })
  })

  test('is compiled: concepts', () => {
    dict.write(
      'concepts/more.yaml',
      `MORE:
  about: x
  terms: ['ＬＩＮＥ', '{住|じゅう}所']
  patterns: ['[a-z]{1,3}']
  notAfter: '旧|元'
  negatable: false
`,
    )
    expect(loadRuleset(dict.path).concepts.get('MORE')).toEqual({
      id: 'MORE',
      about: 'x',
      terms: ['line', '住所'],
      variants: new Map([['じゅう所', '住所']]),
      verbs: [],
      patterns: [/[a-z]{1,3}/gmu],
      finder: undefined,
      shadows: [],
      notAfter: /(?:旧|元)$/u,
      notBefore: undefined,
      evasion: false,
      negatable: false,
      fact: false,
      circumstance: false,
      heard: false,
      source: expect.stringMatching(/more\.yaml:1$/),
    })
  })

  test('changes its hash with any edit, and has it again when the edit is undone', () => {
    const { hash } = loadRuleset(dict.path)
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    expect(hash).toBe(fixtureRuleset.hash)
    const policy = readFileSync(join(dict.path, 'policy.yaml'), 'utf8')
    dict.edit('policy.yaml', source => `${source}# a remark\n`)
    expect(loadRuleset(dict.path).hash).not.toBe(hash)
    dict.write('policy.yaml', policy)
    expect(loadRuleset(dict.path).hash).toBe(hash)
  })

  test('may have a model', () => {
    const ngram = { buckets: 16, scale: {}, bias: {}, weights: {} }
    const model = { trainedOn: TRAINED_ON, ngram, logistic: {} }
    dict.write('model.json', JSON.stringify(model))
    expect(loadRuleset(dict.path).model).toMatchObject(model)
  })
})

/** A sound category of one rule, for files that differ in one line. */
const category = (rules: string): string => `id: vague_job
label: x
severity: caution
description: x
basis: [x]
advice: { pre_contract: [x], contracted: [x] }
rules:
${rules}`
const rule = (line: string): string =>
  category(`  - id: one
    reason: x
    ${line}
    examples: { match: [a, b, c], miss: [d, e, f] }
`)
const concept = (line: string): string => `MORE:\n  about: x\n  ${line}\n`

describe('refused with file, line and reason', () => {
  test.each<[name: string, file: string, source: string, reason: RegExp]>([
    [
      'a misspelt key',
      'categories/vague_job.yaml',
      rule('al: [EASY]'),
      /vague_job\.yaml:8: rules\.0: .*"al"/,
    ],
    ['broken YAML', 'categories/vague_job.yaml', rule('all: [EASY'), /vague_job\.yaml:1[01]: /],
    [
      'an unknown concept',
      'categories/vague_job.yaml',
      rule('all: [EASY, NOWHERE]'),
      /vague_job\.yaml:8: rule one: no concept is called NOWHERE/,
    ],
    [
      'an unknown concept that would turn it off',
      'categories/vague_job.yaml',
      rule('all: [EASY]\n    none: [NOWHERE]'),
      /vague_job\.yaml:8: rule one: no concept is called NOWHERE/,
    ],
    [
      'neither `all` nor `seq`',
      'categories/vague_job.yaml',
      rule('scope: near'),
      /vague_job\.yaml:8: rules\.0: needs exactly one of "all" and "seq"/,
    ],
    [
      'a list of gaps that does not fit',
      'categories/vague_job.yaml',
      rule('seq: [EASY, EASY]\n    gap: [1, 2]'),
      /vague_job\.yaml:11: rules\.0\.gap: a list of gaps needs one number/,
    ],
    [
      'too few examples',
      'categories/vague_job.yaml',
      rule('all: [EASY]').replace('[d, e, f]', '[d, e]'),
      /vague_job\.yaml:11: rules\.0\.examples\.miss: /,
    ],
    [
      'a rule defined twice',
      'categories/vague_job.yaml',
      rule('all: [EASY]') + rule('all: [EASY]').split('rules:\n')[1],
      /vague_job\.yaml:\d+: rule one is defined twice/,
    ],
    [
      'a broken expression',
      'concepts/more.yaml',
      concept("patterns: ['(外部']"),
      /more\.yaml:3: MORE\.patterns\.0: not a regular expression/,
    ],
    [
      'a quantifier without end',
      'concepts/more.yaml',
      concept("patterns: ['x', '[a-z]+x']"),
      /more\.yaml:3: MORE\.patterns\.1: \[a-z\]\+ has no upper bound/,
    ],
    ['a concept in small letters', 'concepts/more.yaml', 'more:\n  about: x\n', /more\.yaml:2: more: /],
    [
      'a concept defined twice',
      'concepts/more.yaml',
      `# again\nEASY:\n  about: x\n`,
      /words\.yaml:\d+: EASY is defined twice/,
    ],
    [
      'a category without thresholds',
      'policy.yaml',
      `version: '1'\nthresholds: {}\n`,
      /policy\.yaml:1: thresholds: no entry for material_purchase \(categories\/material_purchase\.yaml\)/,
    ],
    ['an empty file', 'categories/vague_job.yaml', '', /vague_job\.yaml:1: /],
    [
      'an alias of nothing',
      'policy.yaml',
      'version: *nothing\nthresholds: {}\n',
      /policy\.yaml:1: .*nothing/,
    ],
    [
      'a client judged by rules',
      'categories/vague_job.yaml',
      rule('all: [EASY]').replace('severity:', 'source: client\nseverity:'),
      /vague_job\.yaml:9: rules: .*without rules/,
    ],
    [
      'a spelling that says nothing',
      'concepts/more.yaml',
      concept("terms: ['{住|じゅう}{所']"),
      /more\.yaml:3: MORE\.terms\.0: .*is written \{手\|て\}/,
    ],
    [
      'too many spellings',
      'concepts/more.yaml',
      concept("terms: ['{a|b|c|d}{a|b|c|d}{a|b|c|d}{a|b|c|d}{a|b}']"),
      /more\.yaml:3: MORE\.terms\.0: .*more than 256/,
    ],
    [
      'a finder that nobody wrote',
      'concepts/more.yaml',
      concept('finder: address'),
      /more\.yaml:3: MORE\.finder: /,
    ],
    [
      'a part that nobody wrote',
      'concepts/more.yaml',
      concept("patterns: ['%nothing%円']"),
      /more\.yaml:3: MORE\.patterns\.0: no part is called nothing/,
    ],
    [
      'a part that no pattern asks for',
      'concepts/more.yaml',
      concept("parts: { sum: '円' }"),
      /more\.yaml:3: MORE\.parts\.sum: no pattern asks for it/,
    ],
    ['a model that ends too early', 'model.json', '{\n "trainedOn": {\n', /model\.json:2: .*JSON/],
    ['a model with a slip', 'model.json', '{\n "trainedOn": {},\n\n,}', /model\.json:4: .*JSON/],
    [
      'a model that does not say what it was fitted on',
      'model.json',
      '{\n "trainedOn": {\n  "messages": 1 },\n "ngram": {}, "logistic": {}\n}',
      /model\.json:2: trainedOn\.families: /,
    ],
    [
      'a threshold that is no probability',
      'policy.yaml',
      `version: '1'\nthresholds:\n  vague_job:\n    pre_contract: { flag: 40 }\n`,
      /policy\.yaml:4: thresholds\.vague_job\.pre_contract\.flag: /,
    ],
  ])('%s', (_, file, source, reason) => {
    dict.write(file, source)
    expect(() => loadRuleset(dict.path)).toThrow(RulesetError)
    expect(() => loadRuleset(dict.path)).toThrow(reason)
  })

  test('a folder that cannot be read', () => {
    expect(() => loadRuleset(join(dict.path, 'nowhere'))).toThrow(/nowhere.*cannot be read \(ENOENT\)/)
  })
})
