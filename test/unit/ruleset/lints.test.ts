import { describe, expect, test } from 'vitest'
import { lint } from '../../../src/ruleset/lints/all.js'
import { loadRuleset } from '../../../src/ruleset/load.js'
import { smallDictionary, withMore } from '../../support/dictionary.js'

const slips = (files: Readonly<Record<string, string>>) => lint(loadRuleset(smallDictionary(files)))
const concept = (line: string) => withMore('concepts/words.yaml', `${line}\n`)

const model = (trainedOn: object) => ({
  'model.json': JSON.stringify({
    trainedOn: { messages: 1, families: 1, folds: 5, ...trainedOn },
    ngram: { buckets: 2, scale: {}, bias: {}, weights: {} },
    logistic: {},
  }),
})

test('a dictionary without slips', () => {
  expect(slips({})).toEqual([])
})

describe('no-duplicate-terms', () => {
  test.each([
    ['terms: [猫, 犬, 猫]', /words\.yaml:5: CAT: terms: 猫 stands there twice/],
    ['terms: [猫, "{猫|ねこ}"]', /CAT: terms: 猫 stands there twice/],
    ['verbs: [飼う, 飼う]', /CAT: verbs: 飼う/],
    ['shadows: [猫背, 猫背]', /CAT: shadows: 猫背/],
    ["patterns: ['猫', '猫']", /CAT: patterns: 猫/],
  ])('%s', (words, reason) => {
    const found = slips(concept(`CAT: { about: 猫, heard: true, ${words} }`))
    expect(found).toEqual([expect.stringMatching(reason)])
  })
})

describe('no-unused-concepts', () => {
  test.each([
    ['CAT: { about: 猫, terms: [猫] }', [expect.stringMatching(/words\.yaml:5: CAT: no rule names it/)]],
    ['CAT: { about: 猫, terms: [猫], heard: true }', []],
    ['CAT: { about: 猫, terms: [猫], circumstance: need }', []],
    [
      'CAT: { about: 猫, terms: [猫], circumstance: true, heard: true }',
      [expect.stringMatching(/CAT: used by a rule or as a circumstance, and said to be heard only/)],
    ],
  ])('%s', (line, expected) => {
    expect(slips(concept(line))).toEqual(expected)
  })
})

describe('model-fits-dictionary', () => {
  const fingerprintOfSmall = () => loadRuleset(smallDictionary()).fingerprint

  test('a model that was fitted on this dictionary', () => {
    expect(slips(model(fingerprintOfSmall()))).toEqual([])
  })

  test('remarks, reasons and examples may change, words may not', () => {
    const remark = { 'concepts/words.yaml': `# 注\n${words().replace('鳥,', '飼い鳥,')}` }
    expect(slips({ ...model(fingerprintOfSmall()), ...remark })).toEqual([])
    const word = { 'concepts/words.yaml': words().replace('インコ', '文鳥') }
    expect(slips({ ...model(fingerprintOfSmall()), ...word }).join()).toMatch(
      /^model\.json: fitted on another dictionary \(the same names, another content\)/,
    )
  })

  test('tells what the model does not know and what is gone', () => {
    const other = {
      ...fingerprintOfSmall(),
      dictionary: 'a'.repeat(64),
      rules: ['parrots.bought'],
      concepts: [],
    }
    const files = model(other)
    const reason =
      /rules that it does not know: parrots\.sold; rules that are gone: parrots\.bought; concepts that it does not know: NOTICE, PARROT, SELL\)/
    expect(slips(files)).toEqual([expect.stringMatching(reason)])
    expect(loadRuleset(smallDictionary(files)).warnings).toEqual([expect.stringMatching(reason)])
  })

  function words(): string {
    return withMore('concepts/words.yaml', '')['concepts/words.yaml'] ?? ''
  }
})
