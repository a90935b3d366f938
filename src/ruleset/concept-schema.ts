import { z } from 'zod'
import { composePattern, type Parts, partsIn } from './compose-pattern.js'
import { faultOf, pattern } from './expressions.js'
import { expandSpelling } from './spelling.js'

/** What code finds in a text (links, numbers, prices), by the names under which a concept may ask for it. */
const FINDER_NAMES = [
  'url',
  'mail_address',
  'phone_number',
  'low_unit_price_stated',
  'low_unit_price_computed',
  'high_income',
  'extreme_income',
  'reward_cut',
] as const
export type FinderName = (typeof FINDER_NAMES)[number]

const term = z
  .string()
  .min(1)
  .superRefine((notation, context) => {
    try {
      expandSpelling(notation)
    } catch (error) {
      context.addIssue({ code: 'custom', message: messageOf(error) })
    }
  })

const conceptSchema = z
  .strictObject({
    /** What the word class is, for people. */
    about: z.string().min(1),
    /** Words as they stand in normalised text (NFKC, lower case). `{漢|かん}` offers a spelling of a part in kana. */
    terms: z.array(term).default([]),
    /** Dictionary forms of verbs; matched on the tokenizer's lemmas, whatever the inflection. */
    verbs: z.array(z.string().min(1)).default([]),
    /** Regular expressions over normalised text, of named parts where they are long. */
    patterns: z.array(z.string().min(1)).default([]),
    /** Parts of the patterns by name: `%name%` stands for one. */
    parts: z
      .record(z.string().regex(/^[a-z][a-z0-9_]*$/, 'lower case, digits and _'), z.string())
      .default({}),
    /** What code finds, in place of words. */
    finder: z.enum(FINDER_NAMES).optional(),
    /** Longer words that hold a term innocently: they take its place (LINEスタンプ, オンライン). */
    shadows: z.array(z.string().min(1)).default([]),
    /** The hit does not count when this stands directly before, or behind, it. */
    notAfter: pattern.optional(),
    notBefore: pattern.optional(),
    /** Also look for disguised spellings of the terms (masked, spaced, look-alikes, kana). */
    evasion: z.boolean().default(false),
    /** False for words that mean the same inside a negation: disclaimers, "without escrow". */
    negatable: z.boolean().default(true),
    /** True for figures: they are what they are, whatever is denied, forbidden or quoted beside them (コピペ禁止). */
    fact: z.boolean().default(false),
    /**
     * True where its presence anywhere in the message makes a matched rule more or less believable: a notice, a named job,
     * the platform's own functions. How much, and which way, is fitted for each category. `need`: a contract may explain
     * it, so it has a weight of its own after one. `frame`: it tells who speaks and to whom, so it is heard where no rule
     * matched, too.
     */
    circumstance: z.union([z.boolean(), z.enum(['need', 'frame'])]).default(false),
    /** Named by no rule: the statistical voice alone hears it. */
    heard: z.boolean().default(false),
  })
  .transform(({ parts, ...concept }, context) => {
    const refuse = (at: readonly (string | number)[], message: string): void =>
      void context.issues.push({ code: 'custom', input: concept, path: [...at], message })
    for (const name of unusedParts(concept.patterns, parts)) refuse(['parts', name], 'no pattern asks for it')
    const patterns = concept.patterns.map((source, i) => {
      try {
        const composed = composePattern(parts, source)
        const fault = faultOf(composed)
        if (fault !== undefined) refuse(['patterns', i], fault)
        return composed
      } catch (error) {
        refuse(['patterns', i], messageOf(error))
        return source
      }
    })
    return { ...concept, patterns }
  })
export type ConceptSource = z.infer<typeof conceptSchema>

export const conceptFileSchema = z.record(
  z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'a concept is named in CAPITALS'),
  conceptSchema,
)

function unusedParts(patterns: readonly string[], parts: Parts): string[] {
  const used = new Set([...patterns, ...Object.values(parts)].flatMap(partsIn))
  return Object.keys(parts).filter(name => !used.has(name))
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
