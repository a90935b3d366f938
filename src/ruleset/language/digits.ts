import { z } from 'zod'
import { languageExamples } from './examples.js'

/** The shape of `dict/language/digits.yaml`. */

export const digitsSchema = z
  .strictObject({
    words: z.record(z.enum(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']), z.array(z.string().min(1))),
    between: z.string().min(1),
    examples: languageExamples,
  })
  .transform(({ words, ...rest }) => ({
    ...rest,
    /** Longest first, with the digit that each stands for. */
    words: Object.entries(words)
      .flatMap(([digit, spellings]) => spellings.map(word => [word, digit] as const))
      .sort(([a], [b]) => b.length - a.length),
  }))
export type DigitsLanguage = z.infer<typeof digitsSchema>
