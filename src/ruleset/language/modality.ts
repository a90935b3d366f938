import { z } from 'zod'
import { languageExamples } from './examples.js'
import { compileKinds, namedPattern, type Patterns, partsSchema } from './named-pattern.js'

/** The shape of `dict/language/modality.yaml`. */

const patternsOfKind = z
  .record(z.string().regex(/^[a-z][a-z_]*$/, 'lower case and _'), namedPattern)
  .refine(patterns => Object.keys(patterns).length > 0, 'needs a pattern')

/** Kinds of patterns; what each is for stands in the file. */
const kinds = {
  not_a_negation: patternsOfKind,
  negation: patternsOfKind,
  order_not_to: patternsOfKind,
  prohibition: patternsOfKind,
  quotation: patternsOfKind,
  points_back: patternsOfKind,
  points_ahead: patternsOfKind,
  asks: patternsOfKind,
  forbidding_heading: patternsOfKind,
  list_item: patternsOfKind,
  scope_end: patternsOfKind,
}
type Kind = keyof typeof kinds

const reason = z.string().min(1)

export interface ModalityLanguage {
  /** Japanese, shown beside what was turned off. */
  readonly reasons: { readonly negated: string; readonly forbidden: string; readonly quoted: string }
  /** All patterns of a kind as one, in the order of the file. */
  readonly patterns: Patterns<Kind>
  readonly examples: readonly (readonly string[])[]
}

export const modalitySchema = z
  .strictObject({
    reasons: z.strictObject({ negated: reason, forbidden: reason, quoted: reason }),
    parts: partsSchema.default({}),
    ...kinds,
    examples: languageExamples,
  })
  .transform(({ reasons, parts, examples, ...sources }, context): ModalityLanguage => {
    return { reasons, examples, patterns: compileKinds(sources, parts, context) }
  })
