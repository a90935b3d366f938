import type { ModelSource } from '../../ruleset/model-schema.js'
import type { Conversation } from '../reading/conversation.js'
import type { Reading } from '../reading/read.js'
import { gramVisitor, runsOf, type Window } from './grams.js'

/**
 * The statistical voice: a linear model that reads a message window by window and keeps the highest log-odds of each
 * category, so that one bad sentence in a long polite mail is heard. It looks at character n-grams, at the concepts that
 * stand in the window (asked or denied) and at pairs of them. It is one signal among the rules' and can raise a doubt,
 * never block alone. Fitted by `npm run train`.
 */

/** What the voice says of one category: log-odds, and the window that says it loudest. */
export interface Vote {
  readonly logOdds: number
  readonly window: Window | undefined
}

export type Voice = (reading: Reading, conversation: Conversation) => ReadonlyMap<string, Vote>

/** Unpacks the weights once. Without a model there are no votes. */
export function buildVoice(model: ModelSource | undefined): Voice {
  if (!model) return () => new Map()
  const { buckets, scale, bias, weights } = model.ngram
  const categories = Object.keys(weights)
  const scales = categories.map(category => scale[category] ?? 0)
  const biases = categories.map(category => bias[category] ?? 0)
  const rows = interleave(
    categories.map(category => Buffer.from(weights[category] ?? '', 'base64')),
    buckets,
  )
  const width = categories.length
  /** In which run a bucket was last counted: a bucket counts once a window. */
  const counted = new Uint32Array(buckets)
  let runNumber = 0
  const sums = new Int32Array(width)
  const closed = new Int32Array(width)

  return (reading, conversation) => {
    const visitRun = gramVisitor(reading, buckets)
    const best = new Float64Array(width).fill(Number.NEGATIVE_INFINITY)
    const loudest: Window[] = []
    for (const run of runsOf(conversation)) {
      sums.fill(0)
      if (++runNumber === 0xffffffff) {
        counted.fill(0)
        runNumber = 1
      }
      let grams = 0
      visitRun(
        run,
        gram => {
          if (counted[gram] === runNumber) return
          counted[gram] = runNumber
          grams++
          add(gram, sums)
        },
        (window, closing) => {
          closed.set(sums)
          let more = 0
          for (const [i, gram] of closing.entries()) {
            if (counted[gram] === runNumber || closing.indexOf(gram) < i) continue
            more++
            add(gram, closed)
          }
          const root = Math.sqrt(grams + more)
          for (let c = 0; c < width; c++) {
            const logOdds = (biases[c] ?? 0) + ((closed[c] ?? 0) * (scales[c] ?? 0)) / root
            if (logOdds <= (best[c] ?? 0)) continue
            best[c] = logOdds
            loudest[c] = window
          }
        },
      )
    }
    return new Map(
      categories.map((category, c) => {
        const window = loudest[c]
        return [category, { logOdds: window ? (best[c] ?? 0) : (biases[c] ?? 0), window }]
      }),
    )
  }

  /** Adds all categories' weights of a bucket. */
  function add(gram: number, to: Int32Array): void {
    const row = gram * width
    for (let c = 0; c < width; c++) to[c] = (to[c] ?? 0) + (rows[row + c] ?? 0)
  }
}

/** All categories' weights of a bucket side by side: one place in memory for each n-gram. */
function interleave(weights: readonly Uint8Array[], buckets: number): Int8Array {
  const rows = new Int8Array(buckets * weights.length)
  for (const [c, bytes] of weights.entries())
    for (let gram = 0; gram < buckets; gram++) rows[gram * weights.length + c] = bytes[gram] ?? 0
  return rows
}
