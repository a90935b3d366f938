import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Outcome, TakeIn } from '../../moderation/intake.js'
import { FOR_PLATFORM } from '../plugins/auth.js'
import { BATCH_BODY_LIMIT, SCREEN_BODY_LIMIT } from '../plugins/limits.js'
import { Problem, problemDetails } from '../problems.js'
import { batchResponse, screenResponse } from '../schemas/judgements.js'
import { batchEnvelope, batchRequest, screenRequest } from '../schemas/messages.js'
import { problems } from '../schemas/problem.js'
import type { Routes } from '../typed-routes.js'
import { invalid, validatorCompiler } from '../validation.js'

type Message = z.output<typeof screenRequest>

export interface ScreenParts {
  readonly takeIn: TakeIn
}

/** Judging: one message, or many at once. */
export const screenRoutes: Routes<ScreenParts> = async (app, { takeIn }) => {
  app.post(
    '/screen',
    {
      bodyLimit: SCREEN_BODY_LIMIT,
      config: { access: FOR_PLATFORM },
      schema: {
        operationId: 'screen',
        tags: ['審査'],
        summary: 'メッセージを 1 件判定する',
        description:
          'メッセージまたは募集文を 1 件判定します。要確認（verdict が allow 以外）になったものは保存します。',
        body: screenRequest,
        response: {
          200: screenResponse.describe('判定結果'),
          ...problems(400, 409, 413, 415, 429, 503),
        },
      },
    },
    async request => {
      const outcomes = await takeIn(request.caller.tenant, [request.body])
      const reply = answer(request, request.body, next(outcomes.values()))
      if (reply instanceof Problem) throw reply
      return reply
    },
  )

  app.post(
    '/screen/batch',
    {
      bodyLimit: BATCH_BODY_LIMIT,
      config: { access: FOR_PLATFORM },
      // Only the envelope: one bad message must not refuse the others.
      validatorCompiler: ({ schema: _, ...part }) => validatorCompiler({ ...part, schema: batchEnvelope }),
      schema: {
        operationId: 'screenBatch',
        tags: ['審査'],
        summary: 'メッセージをまとめて判定する',
        description:
          'メッセージを 1,000 件までまとめて判定し、同じ順で結果を返します。受け付けられないメッセージがあっても、ほかの判定は行われます。',
        body: batchRequest,
        response: { 200: batchResponse.describe('結果の一覧'), ...problems(400, 413, 415, 429, 503) },
      },
    },
    async request => {
      const messages: readonly unknown[] = request.body.messages
      const checked = messages.map(check)
      const outcomes = (await takeIn(request.caller.tenant, checked.filter(isMessage))).values()
      const results = checked.map(message =>
        isMessage(message) ? answer(request, message, next(outcomes)) : message,
      )
      return {
        results: results.map(result =>
          result instanceof Problem ? problemDetails(result, request.id) : result,
        ),
      }
    },
  )
}

function check(message: unknown): Message | Problem {
  const result = screenRequest.safeParse(message)
  return result.success ? result.data : invalid('message', result.error)
}

function isMessage(checked: Message | Problem): checked is Message {
  return !(checked instanceof Problem)
}

function answer(request: FastifyRequest, message: Message, outcome: Outcome) {
  if (outcome.kind === 'conflict') {
    return new Problem('message_conflict', 'This messageId was sent before with another text.')
  }
  const { id, judgement } = outcome
  request.judged.push({ verdict: judgement.verdict, categories: judgement.flags.map(flag => flag.category) })
  const { verdict, flagged, confidence, flags, scores, ruleset, explanation } = judgement
  const messageId = message.messageId ?? null
  return { id, messageId, verdict, flagged, confidence, flags, scores, ruleset, explanation }
}

/** There are as many outcomes as messages. */
function next(outcomes: Iterator<Outcome>): Outcome {
  const outcome = outcomes.next()
  if (outcome.done) throw new Error('a message has no outcome')
  return outcome.value
}
