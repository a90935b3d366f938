import { z } from 'zod'

/** The file that `npm run train` writes. */
/** Log-odds of a category: bias, one weight a feature, then Platt's slope and offset. */
const fitted = z.strictObject({
  bias: z.number(),
  weights: z.record(z.string(), z.number()),
  slope: z.number(),
  offset: z.number(),
})

export const modelSchema = z.strictObject({
  trainedOn: z.strictObject({
    messages: z.number(),
    families: z.number(),
    folds: z.number(),
    /** Hash of all that makes a text's reading: see `fingerprintOf`. */
    dictionary: z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hex'),
    /** Ids of the rules and concepts that there were, sorted. */
    rules: z.array(z.string()),
    concepts: z.array(z.string()),
  }),
  /** Hashed character n-grams: weights[category][bucket] = int8 * scale[category], base64. */
  ngram: z.strictObject({
    buckets: z
      .int()
      .positive()
      .refine(buckets => Number.isInteger(Math.log2(buckets)), 'a power of two'),
    scale: z.record(z.string(), z.number()),
    bias: z.record(z.string(), z.number()),
    weights: z.record(z.string(), z.string()),
  }),
  /** The score of each category without the reader. */
  logistic: z.record(z.string(), fitted),
  /** The score with the reader, and when to ask it; absent before one was fitted. */
  reader: z
    .strictObject({
      /** SHA-256 of the network that the weights are for. */
      network: z.string().regex(/^[0-9a-f]{64}$/, 'a SHA-256 in hex'),
      logistic: z.record(z.string(), fitted),
      /**
       * Confidence from which a category without a matched rule may block: above it at least 98 of 100 flags on families
       * that were not learnt from were right. Categories without an entry never block without a rule.
       */
      blocksAlone: z.record(z.string(), z.number()),
      /** Log-odds within which a category has to be of its flag's threshold for a message of 100 characters to be worth reading. */
      readWithin: z.number().positive(),
    })
    .optional(),
})
export type ModelSource = z.infer<typeof modelSchema>
