import { z } from 'zod'
import type { SentMessage } from './journal.js'
import { bodyOf } from './messages.js'
import { type Outcome, send } from './send.js'

export type Way = 'screen' | 'batch' | 'stream'

/** What became of one message at one attempt. */
export type Reply =
  | { readonly kind: 'acknowledged'; readonly id: string; readonly flagged: boolean }
  | { readonly kind: 'refused' | 'unanswered' | 'unreachable' }
  | { readonly kind: 'wrong'; readonly what: string }

const judgement = z.object({ id: z.string(), flagged: z.boolean(), stored: z.literal(false).optional() })
const problem = z.object({ status: z.int(), type: z.string() })
const batch = z.object({ results: z.array(z.unknown()) })

/** Sends messages of one tenant once, alone or together; a reply for each, in order. */
export async function deliver(
  url: string,
  key: string,
  way: Way,
  messages: readonly SentMessage[],
): Promise<readonly Reply[]> {
  const outcome = await send(url, { method: 'POST', key, ...callOf(way, messages) })
  if (way === 'stream') return repliesOfStream(outcome, messages)
  if (outcome.kind !== 'answered') return messages.map(() => ({ kind: outcome.kind }))
  const answer: unknown = JSON.parse(outcome.body)
  if (outcome.status !== 200 || way === 'screen') return messages.map(() => replyOf(answer))
  const { results } = batch.parse(answer)
  return messages.map((_, at) => replyOf(results[at]))
}

function callOf(way: Way, messages: readonly SentMessage[]) {
  const bodies = messages.map(bodyOf)
  switch (way) {
    case 'screen':
      return { path: '/screen', body: JSON.stringify(bodies[0]) }
    case 'batch':
      return { path: '/screen/batch', body: JSON.stringify({ messages: bodies }) }
    case 'stream': {
      const body = bodies.map(line => `${JSON.stringify(line)}\n`).join('')
      return { path: '/screen/stream', body, type: 'application/x-ndjson' }
    }
  }
}

/** A line that came is an answer, even where the stream broke off after it. */
function repliesOfStream(outcome: Outcome, messages: readonly SentMessage[]): readonly Reply[] {
  if (outcome.kind === 'unreachable') return messages.map(() => ({ kind: 'unreachable' }))
  if (outcome.kind === 'answered' && outcome.status !== 200)
    return messages.map(() => replyOf(JSON.parse(outcome.body)))
  const lines = outcome.body.split('\n').slice(0, -1)
  return messages.map((_, at) => {
    const line = lines[at]
    return line === undefined ? { kind: 'unanswered' } : replyOf(JSON.parse(line))
  })
}

function replyOf(answer: unknown): Reply {
  const judged = judgement.safeParse(answer)
  if (judged.success) {
    const { id, flagged, stored } = judged.data
    return stored === false
      ? { kind: 'wrong', what: 'answered without the store' }
      : { kind: 'acknowledged', id, flagged }
  }
  const refused = problem.safeParse(answer)
  if (refused.success && refused.data.status >= 500) return { kind: 'refused' }
  return {
    kind: 'wrong',
    what: refused.success ? refused.data.type : (JSON.stringify(answer)?.slice(0, 200) ?? 'nothing'),
  }
}
