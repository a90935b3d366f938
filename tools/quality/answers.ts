import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { rulesetId } from '../../src/contract/judgement.js'
import { severity, verdict } from '../../src/contract/words.js'
import type { Case } from './dataset.js'
import type { Measured } from './render.js'
import type { Category, Judged } from './tally.js'

/** What `--save` writes: the figures for people, and the answers that another run is compared with. No text. */
const savedSchema = z.object({
  ruleset: rulesetId,
  categories: z.array(z.object({ id: z.string(), severity })),
  answers: z.array(z.object({ text: z.string(), flags: z.array(z.string()), verdict })),
})
export type Saved = z.infer<typeof savedSchema>

/** Names a message by what it was judged on: the same text at another stage is another message. */
export function hashOf({ text, input }: Pick<Case, 'text' | 'input'>): string {
  const { stage, kind, outsideContactApproved, history = [] } = input
  const read = [
    text,
    stage,
    kind,
    outsideContactApproved ?? false,
    history.map(({ from, text }) => [from, text]),
  ]
  return createHash('sha256').update(JSON.stringify(read)).digest('hex')
}

export function answersOf(judged: readonly Judged[]): Saved['answers'] {
  return judged.map(({ item, judgement }) => ({
    text: hashOf(item),
    flags: judgement.flags.map(({ category }) => category),
    verdict: judgement.verdict,
  }))
}

export function saveAnswers(
  file: string,
  measured: Measured,
  judged: readonly Judged[],
  categories: readonly Category[],
): void {
  const saved = {
    ...measured,
    categories: categories.map(({ id, severity }) => ({ id, severity })),
    answers: answersOf(judged),
  }
  writeFileSync(file, `${JSON.stringify(saved)}\n`)
}

/** Throws with the file's name when it was not written by `--save`. */
export function readAnswers(file: string): Saved {
  try {
    return savedSchema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error)
    throw new Error(`${file}: not what --save writes: ${reason}`)
  }
}
