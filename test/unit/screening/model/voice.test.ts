import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { loadRuleset } from '../../../../src/ruleset/load.js'
import type { ModelSource } from '../../../../src/ruleset/model-schema.js'
import { gramsOf } from '../../../../src/screening/model/grams.js'
import { buildVoice } from '../../../../src/screening/model/voice.js'
import { buildReadMessage } from '../../../../src/screening/rules/read-message.js'
import {
  ngramBuckets,
  packNgrams,
  type Sample,
  trainNgrams,
  votesOf,
} from '../../../../tools/training/ngram-trainer.js'
import { smallDictionary } from '../../../support/dictionary.js'

/** The trainer hears windows one by one in floating point, the service grows them step by step in bytes: the same voice. */

const CATEGORIES = ['parrots', 'castles']
const PHRASES = [
  'オウムを売ります。',
  '城へどうぞ',
  '注意喚起',
  '3,000円',
  '\n',
  '、',
  '👍',
  'LINEで',
  '売りません。',
]

const messages = fc.record({
  text: fc.array(fc.constantFrom(...PHRASES), { minLength: 1, maxLength: 40 }).map(parts => parts.join('')),
  history: fc
    .array(fc.constantFrom(...PHRASES), { maxLength: 3 })
    .map(parts => parts.map(text => ({ from: 'client' as const, text }))),
})

describe('the packed voice', () => {
  test('says what the trainer says, as far as bytes can', () => {
    const read = buildReadMessage(loadRuleset(smallDictionary()), () => [])
    const sampleOf = (message: Parameters<typeof read>[0]): Sample => {
      const { reading, conversation } = read(message)
      const windows = gramsOf(reading, conversation, ngramBuckets)
      return { windows, labels: [message.text.includes('オウム'), message.text.includes('城')] }
    }
    const trained = trainNgrams(fc.sample(messages, { numRuns: 60, seed: 1 }).map(sampleOf), CATEGORIES)
    const ngram = packNgrams(trained)
    const listen = buildVoice(modelOf(ngram))

    fc.assert(
      fc.property(messages, message => {
        const { reading, conversation } = read(message)
        const sample = sampleOf(message)
        const votes = listen(reading, conversation)
        const longest = Math.max(0, ...sample.windows.map(grams => grams.length))
        for (const [c, expected] of votesOf(trained, sample).entries()) {
          const category = CATEGORIES[c] ?? ''
          // Each weight is half a step off at most; a window's sum is divided by the root of its length.
          const tolerance = Math.sqrt(longest) * (ngram.scale[category] ?? 0) * 0.5 + 1e-5
          expect(Math.abs((votes.get(category)?.logOdds ?? Number.NaN) - expected)).toBeLessThanOrEqual(
            tolerance,
          )
        }
      }),
      { numRuns: 200 },
    )
  })

  test('is silent without a model', () => {
    const read = buildReadMessage(loadRuleset(smallDictionary()), () => [])
    const { reading, conversation } = read({ text: 'オウムを売ります' })
    expect(buildVoice(undefined)(reading, conversation)).toEqual(new Map())
  })
})

const modelOf = (ngram: ModelSource['ngram']): ModelSource => ({
  trainedOn: { messages: 0, families: 0, folds: 1, dictionary: '0'.repeat(64), rules: [], concepts: [] },
  ngram,
  logistic: {},
})
