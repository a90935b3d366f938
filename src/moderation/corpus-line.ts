import { z } from 'zod'
import { DEFAULT_KIND, DEFAULT_STAGE } from '../contract/defaults.js'
import { type ClientProfile, clientProfile, historyMessage } from '../contract/message.js'
import type { Screener } from '../contract/screener.js'
import { kind, stage } from '../contract/words.js'
import type { ScreeningDetail, WithHistory } from '../store/screening.js'

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
  /** What was known of the sender: no label comes from it, it is what the message was judged with. */
  client: clientProfile.omit({ discloses: true }).optional(),
})

type Decided = ScreeningDetail & WithHistory

/**
 * A decided screening as a line of a corpus: what the moderator decided of its text are its labels. What is judged by the
 * client says nothing of the text.
 */
function lineOf(decided: Decided, ofClient: ReadonlySet<string>): string {
  const { id, text, decision, stage, kind, outsideContactApproved, history, client } = decided
  const line: z.input<typeof corpusLine> = {
    id,
    text,
    labels: (decision?.categories ?? []).filter(category => !ofClient.has(category)),
    optional: [],
    stage,
    kind,
    family: id,
    style: 'moderated',
    ...(outsideContactApproved && { outsideContactApproved }),
    ...(history && { history: [...history] }),
    ...(client && { client: judgedBy(client) }),
  }
  return `${JSON.stringify(line)}\n`
}

/** What else a platform says of a client is in no judgement. */
const judgedBy = ({ discloses, ...profile }: ClientProfile) => profile

/** NDJSON of an archive, line by line. */
export async function* corpusLines(
  pages: AsyncIterable<readonly Decided[]>,
  categories: Screener['categories'],
): AsyncGenerator<string> {
  const ofClient = new Set(categories.filter(({ source }) => source === 'client').map(({ id }) => id))
  for await (const page of pages) yield* page.map(decided => lineOf(decided, ofClient))
}
