import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ModelSource } from '../../../../src/ruleset/schema.js'
import { gramsOf } from '../../../../src/screening/model/grams.js'
import { buildVoice } from '../../../../src/screening/model/voice.js'
import { packNgrams, trainNgrams, votesOf } from '../../../../tools/training/ngram-trainer.js'
import { conversationOf, readingOf } from '../../../support/readings.js'

const modelOf = (ngram: ModelSource['ngram']): ModelSource => ({
  trainedOn: { messages: 1, families: 1, folds: 1 },
  ngram,
  logistic: {},
})

/** Weights of one category: those buckets, in units of its scale. */
function packed(buckets: number, weights: ReadonlyMap<number, number>): string {
  const bytes = new Int8Array(buckets)
  for (const [bucket, weight] of weights) bytes[bucket] = weight
  return Buffer.from(bytes.buffer).toString('base64')
}

const listen = (ngram: ModelSource['ngram'], text: string, ...earlier: string[]) =>
  buildVoice(modelOf(ngram))(readingOf(`${earlier.join('')}${text}`), conversationOf(text, ...earlier))

const BUCKETS = 1 << 12
/** Buckets that hold 「悪い」 and not 「良い」. */
const bad = new Map(
  gramsOf(readingOf('悪い'), conversationOf('悪い'), BUCKETS)
    .flat()
    .filter(gram => !gramsOf(readingOf('良い'), conversationOf('良い'), BUCKETS).flat().includes(gram))
    .map(gram => [gram, 100] as const),
)
const ngram = {
  buckets: BUCKETS,
  scale: { a: 0.1, b: 0.1 },
  bias: { a: -2, b: -1.5 },
  weights: { a: packed(BUCKETS, bad), b: packed(BUCKETS, new Map()) },
}

describe('the voice', () => {
  test('has no votes without a model', () => {
    expect(buildVoice(undefined)(readingOf('悪い'), conversationOf('悪い')).size).toBe(0)
  })

  test('says of each category the loudest log-odds and where', () => {
    const votes = listen(ngram, '良い。悪い。良い。')
    expect(votes.get('a')?.window).toEqual({ start: 3, end: 6 })
    expect(votes.get('a')?.logOdds).toBeGreaterThan(0)
    expect(votes.get('b')?.logOdds).toBe(-1.5)
  })

  test('cannot be talked out of a bad sentence by good ones', () => {
    const alone = listen(ngram, '悪い。').get('a')?.logOdds ?? 0
    const among = listen(ngram, `${'良い。'.repeat(20)}悪い。${'良い。'.repeat(20)}`).get('a')?.logOdds
    expect(among).toBeGreaterThanOrEqual(alone)
  })

  test('of an empty text is its bias, and points nowhere', () => {
    expect([...listen(ngram, '')]).toEqual([
      ['a', { logOdds: -2, window: undefined }],
      ['b', { logOdds: -1.5, window: undefined }],
    ])
  })

  test('hears what is split between two messages', () => {
    const alone = listen(ngram, 'い。').get('a')?.logOdds ?? 0
    const vote = listen(ngram, 'い。', '良い。悪').get('a')
    expect(vote?.logOdds).toBeGreaterThan(alone)
    expect(vote?.window).toEqual({ start: 0, end: 6 })
  })

  test('remembers nothing of the text before', () => {
    const voice = buildVoice(modelOf(ngram))
    const ask = (text: string) => voice(readingOf(text), conversationOf(text))
    const first = ask('良い。悪い。')
    ask('悪い悪い。')
    expect(ask('良い。悪い。')).toEqual(first)
  })
})

const texts = fc
  .array(fc.constantFrom('A', 'B', 'c', '悪', '良', 'い', '1', '23', '。', '、', ' ', '\n', '〓'), {
    maxLength: 40,
  })
  .map(parts => parts.join(''))

test('it says what the plain sum over each window says, for any text and weights', () => {
  const buckets = 64
  fc.assert(
    fc.property(
      texts,
      fc.array(texts, { maxLength: 1 }),
      fc.array(fc.integer({ min: -127, max: 127 }), { minLength: buckets, maxLength: buckets }),
      (text, earlier, weights) => {
        const scale = 0.01
        const votes = listen(
          {
            buckets,
            scale: { a: scale },
            bias: { a: -1 },
            weights: { a: packed(buckets, new Map(weights.entries())) },
          },
          text,
          ...earlier,
        )
        const sums = gramsOf(
          readingOf(`${earlier.join('')}${text}`),
          conversationOf(text, ...earlier),
          buckets,
        ).map(
          grams =>
            -1 +
            (scale * grams.reduce((sum, gram) => sum + (weights[gram] ?? 0), 0)) / Math.sqrt(grams.length),
        )
        expect(votes.get('a')?.logOdds).toBeCloseTo(sums.length === 0 ? -1 : Math.max(...sums), 9)
      },
    ),
    { numRuns: 200 },
  )
})

test('packed, it says what the trainer says, within the packing’s rounding', () => {
  const sample = (text: string, label: boolean, buckets = 1 << 16) => ({
    windows: gramsOf(readingOf(text), conversationOf(text), buckets),
    labels: [label],
  })
  const trained = trainNgrams(
    Array.from({ length: 30 }, (_, i) => [
      sample(`これは悪い${'。良い'.repeat(i % 3)}`, true),
      sample(`それは良い${'。良い'.repeat(i % 4)}`, false),
    ]).flat(),
    ['a'],
  )
  const ngram = packNgrams(trained)
  const {
    scale: { a: scale = 0 },
  } = ngram
  const voice = buildVoice(modelOf(ngram))
  fc.assert(
    fc.property(
      texts.filter(text => text.trim() !== ''),
      text => {
        const { windows } = sample(text, false)
        if (windows.length === 0) return
        const grams = Math.max(...windows.map(({ length }) => length))
        const rounding = (scale / 2) * Math.sqrt(grams) + 1e-6
        const [expected = 0] = votesOf(trained, { windows, labels: [] })
        const heard = voice(readingOf(text), conversationOf(text)).get('a')?.logOdds ?? 0
        expect(Math.abs(heard - expected)).toBeLessThanOrEqual(rounding)
      },
    ),
    { numRuns: 100 },
  )
})
