import { RegExpParser, visitRegExpAST } from '@eslint-community/regexpp'
import { z } from 'zod'
import { kind, ruleStatus, severity, verdict } from '../contract/words.js'

/** The shapes of the files in `dict/`. Strict: a misspelt key is an error, never silently ignored. */

export const pattern = z
  .string()
  .min(1)
  .superRefine((source, context) => {
    try {
      new RegExp(source, 'u')
    } catch (error) {
      context.addIssue({ code: 'custom', message: `not a regular expression: ${(error as Error).message}` })
      return
    }
    const endless = endlessQuantifier(source)
    if (endless !== undefined)
      context.addIssue({
        code: 'custom',
        message: `${endless} has no upper bound: write {0,n}, so that no text makes it slow`,
      })
  })

/**
 * The first quantifier without an upper bound. Without any, a pattern looks at a bounded stretch behind each place, so its
 * cost is linear in the text whatever the text is.
 */
function endlessQuantifier(source: string): string | undefined {
  let found: string | undefined
  visitRegExpAST(
    new RegExpParser({ ecmaVersion: 2024 }).parsePattern(source, 0, source.length, { unicode: true }),
    {
      onQuantifierEnter: ({ max, raw }) => {
        if (max === Number.POSITIVE_INFINITY) found ??= raw
      },
    },
  )
  return found
}

export const conceptSchema = z.strictObject({
  /** What the word class is, for people. */
  about: z.string().min(1),
  /** Words as they stand in normalised text (NFKC, lower case). `{漢|かん}` offers a spelling of a part in kana. */
  terms: z.array(z.string().min(1)).default([]),
  /** Dictionary forms of verbs; matched on the tokenizer's lemmas, whatever the inflection. */
  verbs: z.array(z.string().min(1)).default([]),
  /** Regular expressions over normalised text. */
  patterns: z.array(pattern).default([]),
  /** Longer words that hold a term innocently: they take its place (LINEスタンプ, オンライン). */
  shadows: z.array(z.string().min(1)).default([]),
  /** The hit does not count when this stands directly before, or behind, it. */
  notAfter: pattern.optional(),
  notBefore: pattern.optional(),
  /** Also look for disguised spellings of the terms (masked, spaced, look-alikes, kana). */
  evasion: z.boolean().default(false),
  /** False for words that mean the same inside a negation: disclaimers, "without escrow". */
  negatable: z.boolean().default(true),
})
export type ConceptSource = z.infer<typeof conceptSchema>

export const conceptFileSchema = z.record(
  z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'a concept is named in CAPITALS'),
  conceptSchema,
)

const example = z.union([
  z.string().min(1),
  z.strictObject({ text: z.string().min(1), history: z.array(z.string().min(1)).min(1) }),
])
export type RuleExample = z.infer<typeof example>

/** `A|B` is any of; every group must be found. */
const groups = z.array(z.string().regex(/^[A-Z][A-Z0-9_|]*$/, 'concept names joined by |')).min(1)

const gap = z.number().int().min(0).max(200)

export const ruleSchema = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z0-9_]*$/, 'lower case, digits and _'),
    /** Japanese, shown to moderators beside the evidence. */
    reason: z.string().min(1),
    /** Concepts that must all be found within the scope. The first group is the evidence. */
    all: groups.optional(),
    /** Concepts that must follow one another, at most `gap` characters apart; a list gives each gap its own bound. */
    seq: groups.optional(),
    gap: z.union([gap, z.array(gap).min(1)]).default(24),
    /** Concepts that turn the rule off within the scope. */
    none: groups.default([]),
    /** How far the concepts may lie apart. near = a sentence and the next one. */
    scope: z.enum(['clause', 'sentence', 'near', 'message']).default('sentence'),
    kind: kind.optional(),
    /** The harshest verdict that this rule alone can bring. */
    cap: verdict.extract(['warn', 'review']).optional(),
    status: ruleStatus.default('live'),
    examples: z.strictObject({ match: z.array(example).min(3), miss: z.array(example).min(3) }),
  })
  .refine(rule => (rule.all === undefined) !== (rule.seq === undefined), {
    message: 'needs exactly one of "all" and "seq"',
  })
  .refine(rule => typeof rule.gap === 'number' || rule.gap.length === (rule.seq?.length ?? 0) - 1, {
    message: 'a list of gaps needs one number between each two concepts of "seq"',
    path: ['gap'],
  })
export type RuleSource = z.infer<typeof ruleSchema>

const lines = z.array(z.string().min(1)).min(1)

export const categorySchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z_]*$/),
  label: z.string().min(1),
  severity,
  description: z.string().min(1),
  basis: lines,
  advice: z.strictObject({ pre_contract: lines, contracted: lines, delivered: lines.optional() }),
  rules: z.array(ruleSchema),
})
export type CategorySource = z.infer<typeof categorySchema>

const probability = z.number().min(0).max(1)
const stagePolicySchema = z.strictObject({
  /** Confidence from which the category is shown as a flag. */
  flag: probability,
  /** Confidence from which the message is held for a moderator. */
  review: probability.optional(),
  /** Confidence from which it is not delivered at all. */
  block: probability.optional(),
})
export type StagePolicy = z.infer<typeof stagePolicySchema>

export const policySchema = z.strictObject({
  version: z.string().min(1),
  /** By category and stage. Without `delivered`, `contracted` applies; without both, `pre_contract`. */
  thresholds: z.record(
    z.string(),
    z.strictObject({
      pre_contract: stagePolicySchema,
      contracted: stagePolicySchema.optional(),
      delivered: stagePolicySchema.optional(),
    }),
  ),
})
export type PolicySource = z.infer<typeof policySchema>

/** Written by `npm run train`. */
export const modelSchema = z.strictObject({
  trainedOn: z.strictObject({ messages: z.number(), families: z.number(), folds: z.number() }),
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
