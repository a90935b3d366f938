import { z } from 'zod'
import { languageExamples } from './examples.js'
import { compilePatterns, namedPattern, type Patterns, partsSchema } from './named-pattern.js'

/** The shape of `dict/language/look-alikes.yaml`. */

/** What a reader sees, and the characters, written in a row, that are taken for it. */
const seenAs = z
  .record(z.string().min(1), z.string().min(1))
  .superRefine((table, context) => {
    const known = new Set<string>()
    for (const [target, characters] of Object.entries(table))
      for (const character of characters) {
        if (character === target || known.has(character))
          context.addIssue({
            code: 'custom',
            message: `${character} stands here twice, or for itself`,
            path: [target],
          })
        known.add(character)
      }
  })
  .transform(table => {
    const targets = new Map<string, string>()
    for (const [target, characters] of Object.entries(table))
      for (const character of characters) targets.set(character, target)
    return targets
  })

const PATTERNS = ['endings_in_katakana'] as const
type PatternName = (typeof PATTERNS)[number]
const letter = z.string().regex(/^[a-z]$/, 'one letter')
const codePoint = z.int().min(0).max(0x10ffff)

export const lookAlikesSchema = z
  .strictObject({
    latin: seenAs,
    punctuation: seenAs,
    emoji: seenAs,
    /** First and last code point of a row of letters, and the letter that the first is read as. */
    letter_rows: z.array(z.tuple([codePoint, codePoint, letter])),
    skeleton: seenAs,
    small_kana: seenAs,
    separators: z.string().min(1),
    masks: z.string().min(1),
    spacers: z.string().min(1),
    parts: partsSchema.default({}),
    patterns: z.record(z.enum(PATTERNS), namedPattern),
    examples: z.strictObject({ normalised: languageExamples, skeletons: languageExamples }),
  })
  .transform(
    (
      source,
      context,
    ): Omit<typeof source, 'patterns' | 'parts'> & { readonly patterns: Patterns<PatternName> } => {
      const { patterns, parts, ...tables } = source
      return { ...tables, patterns: compilePatterns(patterns, parts, ['patterns'], context) }
    },
  )
export type LookAlikes = z.infer<typeof lookAlikesSchema>
