import { z } from 'zod'

/** The file that `npm run train` writes. */
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
  /** Log-odds by category: bias, one weight a feature, then Platt's slope and offset. */
  logistic: z.record(
    z.string(),
    z.strictObject({
      bias: z.number(),
      weights: z.record(z.string(), z.number()),
      slope: z.number(),
      offset: z.number(),
    }),
  ),
})
export type ModelSource = z.infer<typeof modelSchema>
