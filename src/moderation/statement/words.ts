import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { z } from 'zod'
import type { Immutable } from '../../contract/immutable.js'

const both = z.strictObject({ ja: z.string().min(1), en: z.string().min(1) })
const afterwards = z.strictObject({ delivered: both, withheld: both })
const told = z.strictObject({
  pending: z.strictObject({ delivered: both, advised: both, held: both, stopped: both }),
  confirmed: afterwards,
  dismissed: afterwards,
})
const whatever = z.strictObject({ any: both })

const statementWords = z.strictObject({
  done: z.strictObject({
    sender: told,
    recipient: told,
    reporter: z.strictObject({ pending: whatever, confirmed: whatever, dismissed: whatever }),
  }),
  reporter: z.strictObject({ upheld: both, notUpheld: both }),
  passages: both,
  rules: z.strictObject({ sender: both, others: both }),
  profile: both,
  automated: z.strictObject({ fully: both, partially: both, not: both }),
  appeal: z.strictObject({
    possible: both,
    open: both,
    granted: both,
    rejected: both,
    late: both,
    none: both,
  }),
  rulesInEnglish: z.record(z.string(), z.strictObject({ label: z.string(), rule: z.string() })),
  dsa: z.strictObject({
    facts: z.strictObject({
      withheld: z.string(),
      delivered: z.string(),
      advised: z.string(),
      how: z.strictObject({ fully: z.string(), partially: z.string(), not: z.string() }),
    }),
    advised: z.string(),
    foundAfterwards: z.string(),
    categories: z.record(
      z.string(),
      z.strictObject({
        category: z.string().startsWith('STATEMENT_CATEGORY_'),
        keywords: z.array(z.string().startsWith('KEYWORD_')).min(1),
        other: z.string().optional(),
      }),
    ),
  }),
})
export type StatementWords = Immutable<z.infer<typeof statementWords>>

/** What is said in Japanese and in English. */
export type Both = Immutable<z.infer<typeof both>>

/** Reads the words of statements. Throws with the file's name when it cannot be read, or lacks a word. */
export function loadStatementWords(file: string): StatementWords {
  const words = statementWords.safeParse(parse(readFileSync(file, 'utf8')))
  if (words.success) return words.data
  const [issue] = words.error.issues
  throw new Error(`${file}: ${issue?.path.join('.')}: ${issue?.message}`)
}

/** The text with its places filled in. */
export function fill(text: string, places: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => places[name] ?? place)
}
