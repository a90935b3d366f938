import { z } from 'zod'
import { type Wording, wording } from '../contract/wording.js'
import { kind, stage } from '../contract/words.js'
import { type DictFile, lineOfPath, parseFile, RulesetError } from './files.js'
import { compilePatterns, namedPattern } from './language/named-pattern.js'
import type { CategorySource } from './schema.js'

/** The shape of `dict/hints/<category>.yaml`: what the sender of a draft is told, and what may stand there instead. */

/** A text that gets the hint beside which it stands. */
const draft = z.union([
  z.string().min(1),
  z.strictObject({ text: z.string().min(1), stage: stage.optional(), kind: kind.optional() }),
])
type HintedDraft = z.infer<typeof draft>

const drafts = z.array(draft).min(1).max(20)
const name = z.string().regex(/^[a-z][a-z0-9_]*$/, 'lower case, digits and _')

const caseSchema = z
  .strictObject({
    /** Rules of the category: one of them has found the stretch. */
    rules: z.array(name).min(1).optional(),
    /** Words in the stretch, or else in its sentence. */
    words: namedPattern.optional(),
    stages: z.array(stage).min(1).optional(),
    /** Absent: the category's own. */
    message: wording.optional(),
    suggestion: wording.optional(),
    drafts,
  })
  .refine(
    ({ rules, words, stages }) => [rules, words, stages].some(condition => condition !== undefined),
    'needs one of "rules", "words" and "stages"',
  )
  .refine(
    ({ message, suggestion }) => message !== undefined || suggestion !== undefined,
    'needs a "message" or a "suggestion" of its own',
  )

const hintsSchema = z
  .strictObject({
    category: z.string(),
    /** Speak of the whole text, and point at no stretch: whoever means it should not learn which word was found. */
    whole: z.boolean().default(false),
    message: wording,
    suggestion: wording,
    drafts,
    /** The first that fits speaks in place of the category. */
    cases: z.record(name, caseSchema).default({}),
  })
  .transform(({ cases, message, suggestion, ...rest }, context) => {
    const words = compilePatterns(wordsOf(cases), {}, ['cases'], context)
    return {
      ...rest,
      message,
      suggestion,
      cases: Object.entries(cases).map(([id, one]) => ({
        id,
        rules: one.rules,
        words: words.get(id),
        stages: one.stages,
        message: one.message ?? message,
        suggestion: one.suggestion ?? suggestion,
        drafts: one.drafts,
      })),
    }
  })

const wordsOf = (cases: Readonly<Record<string, z.infer<typeof caseSchema>>>) =>
  Object.fromEntries(Object.entries(cases).flatMap(([id, { words }]) => (words ? [[id, words]] : [])))

/** Words for the sender. */
interface Spoken {
  readonly message: Wording
  readonly suggestion: Wording
  /** Texts that get them. */
  readonly drafts: readonly HintedDraft[]
}

export interface HintCase extends Spoken {
  readonly id: string
  readonly rules: readonly string[] | undefined
  readonly words: RegExp | undefined
  readonly stages: readonly z.infer<typeof stage>[] | undefined
}

export interface CategoryHints extends Spoken {
  readonly category: string
  readonly whole: boolean
  readonly cases: readonly HintCase[]
}

/** By category; one without a file gets no hint. Throws RulesetError with file, line and reason. */
export function loadHints(
  files: readonly DictFile[],
  categories: readonly CategorySource[],
): ReadonlyMap<string, CategoryHints> {
  const hints = new Map<string, CategoryHints>()
  for (const file of files) {
    const source = parseFile(file, hintsSchema)
    const fault = (path: readonly string[], reason: string) =>
      new RulesetError(`${file.path}:${lineOfPath(file, path)}: ${reason}`)
    const category = categories.find(({ id }) => id === source.category)
    if (!category) throw fault(['category'], `no category is called ${source.category}`)
    if (category.source === 'client')
      throw fault(['category'], 'no draft can change what is known of a client')
    if (hints.has(category.id)) throw fault(['category'], `${category.id} has two files`)
    for (const { id, rules = [] } of source.cases) {
      const unknown = rules.find(rule => !category.rules.some(known => known.id === rule))
      if (unknown) throw fault(['cases', id, 'rules'], `no rule of ${category.id} is called ${unknown}`)
    }
    hints.set(category.id, source)
  }
  return hints
}
