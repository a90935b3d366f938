import { z } from 'zod'
import { DEFAULT_KIND, DEFAULT_STAGE } from '../contract/defaults.js'
import { historyMessage } from '../contract/message.js'
import { kind, stage } from '../contract/words.js'
import type { ScreeningDetail } from '../store/screening.js'

/**
 * A labelled message, as corpus files hold it and decided screenings are written out: one JSON object a line. Keys beyond
 * these are for people. Stages and kinds beyond ours (unknown, notice) are read as the default.
 */
export const corpusLine = z.looseObject({
  id: z.string().optional(),
  text: z.string().min(1),
  labels: z.array(z.string()),
  /** Over which careful readers split: neither learnt from nor measured. */
  optional: z.array(z.string()).default([]),
  stage: stage.catch(DEFAULT_STAGE),
  kind: kind.catch(DEFAULT_KIND),
  /** The idea behind the text: texts of one family never stand on both sides of a cross-validation. */
  family: z.string().optional(),
  /** Who writes so: a corpus is measured by style too. */
  style: z.string().optional(),
  outsideContactApproved: z.boolean().optional(),
  history: z.array(historyMessage).optional(),
})

/** A decided screening as a line of a corpus: what the moderator decided are its labels. */
function lineOf({ id, text, decision, stage, kind }: ScreeningDetail): string {
  const line: z.input<typeof corpusLine> = {
    id,
    text,
    labels: [...(decision?.categories ?? [])],
    optional: [],
    stage,
    kind,
    family: id,
    style: 'moderated',
  }
  return `${JSON.stringify(line)}\n`
}

/** NDJSON of an archive, line by line. */
export async function* corpusLines(pages: AsyncIterable<readonly ScreeningDetail[]>): AsyncGenerator<string> {
  for await (const page of pages) yield* page.map(lineOf)
}
