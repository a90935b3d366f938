import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { RulesetError } from '../../../src/ruleset/files.js'
import { loadRuleset } from '../../../src/ruleset/load.js'
import { expandSpelling } from '../../../src/ruleset/spelling.js'

let dict: string
beforeEach(() => {
  dict = mkdtempSync(join(tmpdir(), 'sekisho-dict-'))
  cpSync('dict', dict, { recursive: true })
})
afterEach(() => rmSync(dict, { recursive: true }))

const edit = (name: string, change: (source: string) => string): void =>
  writeFileSync(join(dict, name), change(readFileSync(join(dict, name), 'utf8')))

describe('loadRuleset', () => {
  it('loads the fourteen categories, violations first', () => {
    const ruleset = loadRuleset('dict')
    expect(ruleset.categories.map(category => category.id)).toHaveLength(14)
    expect(ruleset.categories.slice(0, 8).every(category => category.severity === 'violation')).toBe(true)
    expect(ruleset.hash).toMatch(/^[0-9a-f]{64}$/)
  })

  it('changes its hash with any edit', () => {
    const before = loadRuleset(dict).hash
    edit('policy.yaml', source => `${source}# a remark\n`)
    expect(loadRuleset(dict).hash).not.toBe(before)
  })

  const breakages: readonly (readonly [
    name: string,
    file: string,
    change: (source: string) => string,
    reason: RegExp,
  ])[] = [
    [
      'a misspelt key',
      'categories/mlm.yaml',
      source => source.replace('    reason:', '    raeson:'),
      /mlm\.yaml:\d+: rules\.0.*(raeson|reason)/,
    ],
    [
      'broken YAML',
      'categories/mlm.yaml',
      source => source.replace('all: [RECRUIT_FRIENDS]', 'all: [RECRUIT_FRIENDS'),
      /mlm\.yaml:\d+: /,
    ],
    [
      'an unknown concept',
      'categories/mlm.yaml',
      source => source.replace('all: [MENTOR]', 'all: [MENTORS]'),
      /mlm\.yaml:\d+: rule mentor: no concept is called MENTORS/,
    ],
    [
      'a broken expression',
      'concepts/channels.yaml',
      source => source.replace("'外部", "'(外部").replace(/patterns:\n {4}- '/u, "patterns:\n    - '("),
      /channels\.yaml:\d+: .*not a regular expression/,
    ],
    [
      'a quantifier without end',
      'concepts/channels.yaml',
      source => source.replace(/patterns:\n {4}- '/u, "patterns:\n    - '[a-z]+x|"),
      /channels\.yaml:\d+: .*\[a-z\]\+ has no upper bound/,
    ],
    [
      'too few examples',
      'categories/unpaid_trial.yaml',
      source => source.replace(/ {8}- 修正は何度でも[\s\S]*$/u, ''),
      /unpaid_trial\.yaml:\d+: /,
    ],
    [
      'a rule defined twice',
      'categories/mlm.yaml',
      source => source.replace('- id: named', '- id: recruit'),
      /rule recruit is defined twice/,
    ],
    [
      'a category without thresholds',
      'policy.yaml',
      source => source.replace(/ {2}mlm:\n.*\n/u, ''),
      /policy\.yaml:1: thresholds: no entry for mlm/,
    ],
  ]

  const model = (change: (source: string) => string) => ['model.json', change] as const
  const spelling = (term: string) =>
    [
      'concepts/personal.yaml',
      (source: string) => source.replace('terms:\n', `terms:\n    - '${term}'\n`),
    ] as const
  const more: readonly (readonly [
    name: string,
    edit: readonly [file: string, change: (source: string) => string],
    reason: RegExp,
  ])[] = [
    ['a model that ends too early', model(source => source.slice(0, 200)), /model\.json:\d+: .*JSON/],
    ['a model with a slip', model(source => source.replace('{', '{\n\n,')), /model\.json:3: .*JSON/],
    [
      'a model with a wrong value',
      model(source => source.replace('"folds": 5', '"folds": "five"')),
      /model\.json:5: trainedOn\.folds: /,
    ],
    [
      'a model that does not say what it was fitted on',
      model(source => source.replace(/ {2}"dictionary": .*\n/u, '')),
      /model\.json:2: trainedOn\.dictionary: /,
    ],
    [
      'a spelling that says nothing',
      spelling('{住|じゅう}{所'),
      /personal\.yaml:\d+: .*is written \{手\|て\}/,
    ],
    [
      'too many spellings',
      spelling('{a|b|c|d}{a|b|c|d}{a|b|c|d}{a|b|c|d}{a|b}'),
      /personal\.yaml:\d+: .*more than 256/,
    ],
    [
      'an alias of nothing',
      ['policy.yaml', source => source.replace('version: ', 'version: *nothing #')],
      /policy\.yaml:\d+: .*nothing/,
    ],
    ['an empty file', ['categories/mlm.yaml', () => ''], /mlm\.yaml:1: /],
    [
      'a finder that nobody wrote',
      ['concepts/figures.yaml', source => source.replace('finder: url', 'finder: address')],
      /figures\.yaml:5: URL\.finder: /,
    ],
    [
      'a part that nobody wrote',
      [
        'concepts/channels.yaml',
        source => source.replace(/patterns:\n {4}- '/u, "patterns:\n    - '%nothing%|"),
      ],
      /channels\.yaml:\d+: .*no part is called nothing/,
    ],
    [
      'a client judged by rules',
      ['categories/mlm.yaml', source => source.replace('severity:', 'source: client\nseverity:')],
      /mlm\.yaml:\d+: rules: .*without rules/,
    ],
  ]

  it.each([
    ...breakages,
    ...more.map(([name, [file, change], reason]) => [name, file, change, reason] as const),
  ])('refuses %s with file, line and reason', (_, file, change, reason) => {
    edit(file, change)
    expect(() => loadRuleset(dict)).toThrow(RulesetError)
    expect(() => loadRuleset(dict)).toThrow(reason)
  })

  it('says which folder cannot be read', () => {
    expect(() => loadRuleset(join(dict, 'nowhere'))).toThrow(/nowhere.*cannot be read \(ENOENT\)/)
  })
})

describe('expandSpelling', () => {
  it('offers every mix of kanji and kana', () => {
    const { plain, variants } = expandSpelling('{住|じゅう}{所|しょ}')
    expect(plain).toBe('住所')
    expect(variants).toEqual(['住しょ', 'じゅう所', 'じゅうしょ'])
  })
  it('leaves a plain word alone', () => {
    expect(expandSpelling('line')).toEqual({ plain: 'line', variants: [] })
  })
})
