import { z } from 'zod'
import { listType } from '../contract/lists.js'
import { kind, ruleStatus, severity, verdict } from '../contract/words.js'

/** The shapes of `categories/` and `policy.yaml`. Strict: a misspelt key is an error, never silently ignored. */

const example = z.union([
  z.string().min(1),
  z.strictObject({ text: z.string().min(1), history: z.array(z.string().min(1)).min(1) }),
])
export type RuleExample = z.infer<typeof example>

/** `A|B` is any of; every group must be found. */
const groups = z.array(z.string().regex(/^[A-Z][A-Z0-9_|]*$/, 'concept names joined by |')).min(1)

const gap = z.number().int().min(0).max(200)

const ruleSchema = z
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
    /** Counts only where a part of it stands in an earlier message and a part in this one. */
    split: z.boolean().default(false),
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

export const categorySchema = z
  .strictObject({
    id: z.string().regex(/^[a-z][a-z_]*$/),
    label: z.string().min(1),
    severity,
    description: z.string().min(1),
    basis: lines,
    advice: z.strictObject({ pre_contract: lines, contracted: lines, delivered: lines.optional() }),
    /** What it is judged by: the text, with its rules and the model, or what is known of the client. */
    source: z.enum(['text', 'client']).default('text'),
    /** What the platform itself has approved is no violation: the field of a message that says so. */
    unless: z.enum(['outsideContactApproved']).optional(),
    rules: z.array(ruleSchema),
  })
  .refine(({ source, rules }) => source === 'text' || rules.length === 0, {
    message: 'what is known of a client is judged without rules',
    path: ['rules'],
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
  /** The category that an entry of a deny list counts as when it names none, by the entry's type. */
  listed: z.partialRecord(listType, z.string()).default({}),
  /** The category whose flags are asks for contact, as they are counted for `VELOCITY_LIMIT`. */
  contactAsk: z.string().optional(),
  /** For every category, by stage; a stage that is left out takes the values of pre_contract. */
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
