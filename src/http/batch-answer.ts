import { setImmediate } from 'node:timers/promises'
import type { FastifyRequest } from 'fastify'
import { type Answer, type AnswerAll, notKept, serialised } from './answers.js'
import { type Checked, piecesOf } from './pieces.js'
import { Problem } from './problems.js'

/** UTF-16 units of explained answers in a batch; the messages behind are judged without explanation. */
export const MOST_EXPLAINED = 16 * 1024 * 1024

const OMITTED =
  'The explanations of this batch are too large together. Send the message again by itself to have it explained.'

/**
 * The body of a batch's answer, written while the batch is judged, so that nobody holds the whole of it. Rejects when the
 * first piece fails: nothing is sent by then. When a later one fails, it and all behind it are answered with a problem.
 */
export async function batchAnswer(
  request: FastifyRequest,
  checked: Iterable<Checked>,
  answerAll: AnswerAll,
): Promise<AsyncGenerator<string>> {
  const pieces = piecesOf(checked)
  let explained = 0

  const first = pieces.next()
  const head = first.done ? '' : await judge(first.value)
  return body()

  async function* body(): AsyncGenerator<string> {
    yield `{"results":[${head}`
    let failed = false
    for (const piece of pieces) {
      // Others get their turn, however fast this one is.
      await setImmediate()
      const answers: string | undefined = failed ? undefined : await judge(piece).catch(noteFailure)
      failed ||= answers === undefined
      yield `,${answers ?? joined(notKept(piece))}`
    }
    yield ']}'
  }

  async function judge(piece: readonly Checked[]): Promise<string> {
    const isSpent = explained > MOST_EXPLAINED
    const wanted = piece.map(one => !(one instanceof Problem) && one.explain)
    const asked = isSpent ? piece.map(unexplained) : piece
    const answers = (await answerAll(request, asked)).map((answer, at) =>
      isSpent && wanted[at] && !(answer instanceof Problem)
        ? { ...answer, explanationOmitted: OMITTED }
        : answer,
    )
    const parts = answers.map(answer => serialised(answer, request.id))
    for (const [at, part] of parts.entries()) if (wanted[at]) explained += part.length
    return parts.join(',')
  }

  function noteFailure(failure: unknown): undefined {
    request.log.error({ err: failure }, 'a part of a batch failed')
  }

  function joined(answers: readonly Answer[]): string {
    return answers.map(answer => serialised(answer, request.id)).join(',')
  }
}

const unexplained = (one: Checked): Checked => (one instanceof Problem ? one : { ...one, explain: false })
