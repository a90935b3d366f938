import { setImmediate } from 'node:timers/promises'
import type { FastifyRequest } from 'fastify'
import { keyOf, keyOfPart } from '../../contract/idempotency.js'
import { freshId } from '../../contract/ids.js'
import { screenRequest, TEXT_LIMIT } from '../../contract/message.js'
import type { Screener } from '../../contract/screener.js'
import type { Intake } from '../../moderation/intake.js'
import { type Answer, buildAnswerAll } from '../answers.js'
import { openaiError } from '../openai-error.js'
import { type Message, piecesOf } from '../pieces.js'
import { FOR_PLATFORM } from '../plugins/auth.js'
import { replyAs } from '../plugins/errors.js'
import { Problem } from '../problems.js'
import { idempotentHeaders } from '../schemas/messages.js'
import {
  type ModerationRequest,
  moderationErrors,
  moderationRequest,
  moderationResponse,
} from '../schemas/moderations.js'
import type { Routes } from '../typed-routes.js'

export interface ModerationsParts {
  readonly screenAndStore: Intake
  readonly screener: Pick<Screener, 'posting' | 'categories' | 'ruleset'>
}

/** Bytes. Room for a hundred texts of 10,000 UTF-16 units escaped as `\uXXXX`, and a history. */
const BODY_LIMIT = 8 * 1024 * 1024

/** What programs written for OpenAI's endpoint send; all are judged by the one dictionary there is. */
const THEIR_MODELS: readonly string[] = [
  'omni-moderation-latest',
  'omni-moderation-2024-09-26',
  'text-moderation-latest',
  'text-moderation-stable',
  'text-moderation-007',
]

/** A second door to the same screening, for programs that speak to OpenAI's moderation endpoint. */
export const moderationsRoutes: Routes<ModerationsParts> = async (app, { screenAndStore, screener }) => {
  const answerAll = buildAnswerAll(screenAndStore, screener)

  app.post(
    '/v1/moderations',
    {
      bodyLimit: BODY_LIMIT,
      config: { access: FOR_PLATFORM },
      errorHandler: replyAs(openaiError),
      schema: {
        operationId: 'createModeration',
        tags: ['screening'],
        summary: 'OpenAI のモデレーション API の形で判定する',
        description:
          'OpenAI の POST /v1/moderations と同じ形で判定します（クライアントの baseURL を、このサービスの /v1 にします）。カテゴリは Sekisho のものです（GET /categories）。\n\nPOST /screen と同じく扱います。要確認になったものは保存され、担当者を待ちます（metadata.dryRun で保存なし）。回数の制限には本文の件数で数え、messageId と Idempotency-Key による送り直しも同じです。\n\nエラーは、このパスだけ OpenAI の形です。',
        headers: idempotentHeaders,
        body: moderationRequest,
        response: { 200: moderationResponse.describe('判定結果'), ...moderationErrors },
      },
    },
    async (request, reply) => {
      const { input, model } = request.body
      const ours = nameOf(screener.ruleset)
      if (model !== undefined && ![ours, 'sekisho', ...THEIR_MODELS].includes(model))
        throw new Problem('model_not_found', `There is no such model: send sekisho, ${ours}, or none.`, [
          { pointer: '/model', detail: 'No such model' },
        ])
      const messages = messagesOf(request.body, request.headers['idempotency-key'])
      await app.messageLimit.takeBatch(request, reply, messages.length)
      const answers = await answersOf(request, messages)
      const failed = answers.findIndex(answer => answer instanceof Problem)
      const problem = answers[failed]
      if (problem instanceof Problem) throw at(problem, Array.isArray(input) ? `/input/${failed}` : '/input')
      return {
        id: freshId('modr'),
        model: ours,
        results: answers.flatMap(answer => (answer instanceof Problem ? [] : [resultOf(answer)])),
      }
    },
  )

  /** Piece by piece, so that others get their turn. */
  async function answersOf(
    request: FastifyRequest,
    messages: readonly Message[],
  ): Promise<readonly Answer[]> {
    const answers: Answer[] = []
    for (const piece of piecesOf(messages)) {
      if (answers.length > 0) await setImmediate()
      answers.push(...(await answerAll(request, piece)))
    }
    return answers
  }

  function resultOf(screening: Exclude<Answer, Problem>) {
    const flagged = new Set(screening.flags.map(({ category }) => category))
    const ofEach = <Value>(value: (category: { id: string; source: 'text' | 'client' }) => Value) =>
      Object.fromEntries(screener.categories.map(category => [category.id, value(category)]))
    return {
      flagged: screening.flagged,
      categories: ofEach(({ id }) => flagged.has(id)),
      category_scores: ofEach(({ id }) => screening.scores[id] ?? 0),
      category_applied_input_types: ofEach(({ source }) => (source === 'text' ? ['text' as const] : [])),
      screening,
    }
  }
}

/** The dictionary that judges, as a model's name. */
const nameOf = ({ version, hash }: Screener['ruleset']): string => `sekisho-${version}-${hash.slice(0, 12)}`

/** Strings are messages of their own; parts are one message, as they are for OpenAI. */
function messagesOf({ input, metadata }: ModerationRequest, key: string | undefined): readonly Message[] {
  const texts = textsOf(input)
  if (metadata?.messageId !== undefined && texts.length > 1)
    throw new Problem('validation_failed', 'One field of the body does not fit.', [
      {
        pointer: '/metadata/messageId',
        detail: 'Expected only with one text: several cannot have the same id',
      },
    ])
  return texts.map((text, place) => ({
    ...screenRequest.parse({ ...metadata, text }),
    ...(key !== undefined && { idempotencyKey: keyOfPart(keyOf(key), place) }),
  }))
}

function textsOf(input: ModerationRequest['input']): readonly string[] {
  if (typeof input === 'string') return [input]
  const strings = input.filter(one => typeof one === 'string')
  if (strings.length > 0) return strings
  const whole = input.flatMap(one => (typeof one === 'string' ? [] : one.text)).join('\n')
  if (whole.length > TEXT_LIMIT)
    throw new Problem('validation_failed', 'One field of the body does not fit.', [
      { pointer: '/input', detail: `Too big: expected parts that have <=${TEXT_LIMIT} characters together` },
    ])
  return [whole]
}

/** A problem of one message, at its place in the request. */
const at = ({ code, detail }: Problem, pointer: string): Problem =>
  new Problem(code, detail, [{ pointer, detail }])
