import type { ModelSource } from '../../src/ruleset/model-schema.js'
import { mulberry32 } from './random.js'

/** One message for the trainer: the n-gram buckets of each of its windows, and its labels by category number. */
export interface Sample {
  readonly windows: readonly (readonly number[])[]
  /** Undefined where careful readers split: nothing is learnt from it. */
  readonly labels: readonly (boolean | undefined)[]
}

const BUCKETS = 1 << 16
const EPOCHS = 8
const RATE = 0.3
const L2 = 2e-5
/** Epochs in which a violating message is learned from as a whole, before its loudest window alone. */
const WHOLE_EPOCHS = 2

export interface NgramModel {
  readonly buckets: number
  readonly categories: readonly string[]
  /** weights[bucket * categories + category] */
  readonly weights: Float32Array
  readonly bias: Float32Array
}

export const ngramBuckets = BUCKETS

/**
 * Multiple-instance logistic regression: a message says what its loudest window says. AdaGrad over the messages in a
 * fixed pseudo-random order; every category in one pass. A gram learns the faster the more its counts alone tell the
 * labels apart (after NBSVM, Wang and Manning 2012). Deterministic.
 */
export function trainNgrams(samples: readonly Sample[], categories: readonly string[]): NgramModel {
  const count = categories.length
  const weights = new Float32Array(BUCKETS * count)
  const squares = new Float32Array(BUCKETS * count).fill(1e-2)
  const bias = new Float32Array(count).fill(-2)
  const biasSquares = new Float32Array(count).fill(1)
  const rates = learningRates(samples, count)
  const random = mulberry32(20_260_101)
  const order = samples.map((_, i) => i)
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    shuffle(order, random)
    for (const index of order) {
      const sample = samples[index]
      if (!sample) continue
      const scores = sample.windows.map(grams => scoresOf(grams, weights, bias, count))
      for (let c = 0; c < count; c++) {
        const label = sample.labels[c]
        if (label === undefined) continue
        const chosen = epoch < WHOLE_EPOCHS && label ? sample.windows.map((_, w) => w) : [loudest(scores, c)]
        for (const w of chosen)
          update(sample.windows[w] ?? [], c, label, scores[w]?.[c] ?? 0, 1 / chosen.length)
      }
    }
  }
  return { buckets: BUCKETS, categories, weights, bias }

  function update(grams: readonly number[], c: number, label: boolean, score: number, share: number): void {
    const error = (1 / (1 + Math.exp(-score)) - (label ? 1 : 0)) * share
    if (Math.abs(error) < 1e-4) return
    const value = 1 / Math.sqrt(Math.max(1, grams.length))
    for (const gram of grams) {
      const at = gram * count + c
      const weight = weights[at] ?? 0
      const gradient = error * value + L2 * weight
      const square = (squares[at] ?? 0) + gradient * gradient
      squares[at] = square
      weights[at] = weight - (RATE * (rates[at] ?? 0) * gradient) / Math.sqrt(square)
    }
    const square = (biasSquares[c] ?? 0) + error * error
    biasSquares[c] = square
    bias[c] = (bias[c] ?? 0) - (RATE * error) / Math.sqrt(square)
  }
}

/** How fast a gram may learn for a category: 0.3, and more with the size of its log-count ratio. 0 for unseen grams. */
function learningRates(samples: readonly Sample[], count: number): Float32Array {
  const inside = new Float32Array(BUCKETS * count)
  const seen = new Float32Array(BUCKETS)
  const labelled = new Float64Array(count)
  for (const { windows, labels } of samples) {
    for (let c = 0; c < count; c++) labelled[c] = (labelled[c] ?? 0) + Number(labels[c] ?? false)
    for (const gram of new Set(windows.flat())) {
      seen[gram] = (seen[gram] ?? 0) + 1
      for (let c = 0; c < count; c++)
        if (labels[c]) inside[gram * count + c] = (inside[gram * count + c] ?? 0) + 1
    }
  }
  const rates = new Float32Array(BUCKETS * count)
  for (let at = 0; at < rates.length; at++) {
    const gram = Math.floor(at / count)
    const all = seen[gram] ?? 0
    if (all === 0) continue
    const positive = labelled[at % count] ?? 0
    const p = ((inside[at] ?? 0) + 1) / (positive + 2)
    const q = (all - (inside[at] ?? 0) + 1) / (samples.length - positive + 2)
    rates[at] = 0.3 + 0.5 * Math.abs(Math.log(p / q))
  }
  return rates
}

function scoresOf(
  grams: readonly number[],
  weights: Float32Array,
  bias: Float32Array,
  count: number,
): Float64Array {
  const scores = new Float64Array(count)
  for (const gram of grams) {
    const base = gram * count
    for (let c = 0; c < count; c++) scores[c] = (scores[c] ?? 0) + (weights[base + c] ?? 0)
  }
  const value = 1 / Math.sqrt(Math.max(1, grams.length))
  for (let c = 0; c < count; c++) scores[c] = (scores[c] ?? 0) * value + (bias[c] ?? 0)
  return scores
}

function loudest(scores: readonly Float64Array[], c: number): number {
  let best = 0
  for (let w = 1; w < scores.length; w++) if ((scores[w]?.[c] ?? 0) > (scores[best]?.[c] ?? 0)) best = w
  return best
}

/** The highest log-odds over a message's windows, by category number. */
export function votesOf(model: NgramModel, sample: Sample): readonly number[] {
  const scores = sample.windows.map(grams =>
    scoresOf(grams, model.weights, model.bias, model.categories.length),
  )
  return model.categories.map((_, c) => scores[loudest(scores, c)]?.[c] ?? model.bias[c] ?? 0)
}

/** Packs the weights as int8 with one scale a category. */
export function packNgrams(model: NgramModel): ModelSource['ngram'] {
  const count = model.categories.length
  const scale: Record<string, number> = {}
  const bias: Record<string, number> = {}
  const weights: Record<string, string> = {}
  for (const [c, category] of model.categories.entries()) {
    let most = 1e-9
    for (let i = c; i < model.weights.length; i += count)
      most = Math.max(most, Math.abs(model.weights[i] ?? 0))
    const packed = new Int8Array(model.buckets)
    for (let bucket = 0; bucket < model.buckets; bucket++)
      packed[bucket] = Math.round(((model.weights[bucket * count + c] ?? 0) / most) * 127)
    scale[category] = Number((most / 127).toPrecision(8))
    bias[category] = Number((model.bias[c] ?? 0).toPrecision(8))
    weights[category] = Buffer.from(packed.buffer).toString('base64')
  }
  return { buckets: model.buckets, scale, bias, weights }
}

function shuffle(order: number[], random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    const a = order[i] ?? 0
    order[i] = order[j] ?? 0
    order[j] = a
  }
}
