import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lint } from '../../../src/ruleset/lints/all.js'
import { loadRuleset } from '../../../src/ruleset/load.js'
import { copyOfFixture, type EditableDictionary, TRAINED_ON } from '../../support/fixture-dictionary.js'

let dict: EditableDictionary
beforeEach(() => {
  dict = copyOfFixture()
})
afterEach(() => dict.remove())

const slips = () => lint(loadRuleset(dict.path))
const write = (line: string) => dict.write('concepts/more.yaml', `${line}\n`)
const writeModel = (trainedOn: object) =>
  dict.write(
    'model.json',
    JSON.stringify({
      trainedOn,
      ngram: { buckets: 2, scale: {}, bias: {}, weights: {} },
      logistic: {},
    }),
  )

test('a dictionary without slips', () => {
  expect(slips()).toEqual([])
})

describe('no-duplicate-terms', () => {
  test.each([
    ['terms: [猫, 犬, 猫]', /more\.yaml:1: CAT: terms: 猫 stands there twice/],
    ['terms: [猫, "{猫|ねこ}"]', /CAT: terms: 猫 stands there twice/],
    ['verbs: [飼う, 飼う]', /CAT: verbs: 飼う/],
    ['shadows: [猫背, 猫背]', /CAT: shadows: 猫背/],
    ["patterns: ['猫', '猫']", /CAT: patterns: 猫/],
  ])('%s', (words, reason) => {
    write(`CAT: { about: 猫, heard: true, ${words} }`)
    expect(slips()).toEqual([expect.stringMatching(reason)])
  })
})

describe('no-unused-concepts', () => {
  test.each([
    ['CAT: { about: 猫, terms: [猫] }', [expect.stringMatching(/more\.yaml:1: CAT: no rule names it/)]],
    ['CAT: { about: 猫, terms: [猫], heard: true }', []],
    ['CAT: { about: 猫, terms: [猫], circumstance: need }', []],
    [
      'CAT: { about: 猫, terms: [猫], circumstance: true, heard: true }',
      [expect.stringMatching(/CAT: used by a rule or as a circumstance, and said to be heard only/)],
    ],
  ])('%s', (line, expected) => {
    write(line)
    expect(slips()).toEqual(expected)
  })
})

describe('model-fits-dictionary', () => {
  test('a model that was fitted on this dictionary', () => {
    writeModel(TRAINED_ON)
    expect(slips()).toEqual([])
  })

  test.each([
    ['a remark', (source: string) => `# 注\n${source}`, 0],
    ['what a concept is about', (source: string) => source.replace('about: 教材や商材', 'about: 教材'), 0],
    ['a word', (source: string) => source.replace('スターターキット', 'スタートキット'), 1],
    ['a property', (source: string) => source.replace('evasion: true', 'evasion: false'), 1],
  ])('%s may change without a training, or not', (_, change, count) => {
    writeModel(TRAINED_ON)
    dict.edit('concepts/words.yaml', change)
    const reason = /^model\.json: fitted on another dictionary \(the same names, another content\)/
    expect(slips()).toEqual(Array(count).fill(expect.stringMatching(reason)))
  })

  test('tells what the model does not know and what is gone, and judges all the same', () => {
    const { rules } = TRAINED_ON
    writeModel({
      ...TRAINED_ON,
      dictionary: 'a'.repeat(64),
      rules: [...rules.slice(1), 'x.gone'],
      concepts: TRAINED_ON.concepts.slice(1),
    })
    const ruleset = loadRuleset(dict.path)
    expect(ruleset.warnings).toEqual([
      `model.json: fitted on another dictionary (rules that it does not know: ${rules[0]}; rules that are gone: x.gone; concepts that it does not know: ACCOUNT): npm run train`,
    ])
    expect(lint(ruleset)).toEqual(ruleset.warnings)
  })
})
