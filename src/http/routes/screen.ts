import { Readable } from 'node:stream'
import { setImmediate } from 'node:timers/promises'
import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import { keyOf, keyOfPart } from '../../contract/idempotency.js'
import { screenRequest } from '../../contract/message.js'
import type { Screener } from '../../contract/screener.js'
import type { Intake } from '../../moderation/intake.js'
import { KNOWN_ANSWERS } from '../../screening/verdict/known-answers.js'
import {
  type Answer,
  type AnswerAll,
  buildAnswerAll,
  checkLine,
  checkMessage,
  notKept,
  serialised,
} from '../answers.js'
import { batchAnswer } from '../batch-answer.js'
import { inTime, linesOf } from '../ndjson.js'
import { type Checked, MOST_MESSAGES, piecesOf } from '../pieces.js'
import { FOR_PLATFORM } from '../plugins/auth.js'
import { refuseOtherEncodings } from '../plugins/encodings.js'
import { BATCH_BODY_LIMIT, SCREEN_BODY_LIMIT } from '../plugins/limits.js'
import { Problem } from '../problems.js'
import { batchResponse, screenResponse } from '../schemas/judgements.js'
import { batchEnvelope, batchRequest, idempotentHeaders } from '../schemas/messages.js'
import { problems } from '../schemas/problem.js'
import type { Routes } from '../typed-routes.js'
import { validatorCompiler } from '../validation.js'

export interface ScreenParts {
  readonly screenAndStore: Intake
  readonly screener: Pick<Screener, 'posting'>
  /** Milliseconds that a stream may take to bring its next whole line. */
  readonly idleTimeout: number
}

/** Written piece by piece: of what is sent the type says nothing. */
const inPieces: z.ZodType = batchResponse.describe('結果の一覧')

/** Screening of one message, of a batch, and of a stream. */
export const screenRoutes: Routes<ScreenParts> = async (app, { screenAndStore, screener, idleTimeout }) => {
  const answerAll = buildAnswerAll(screenAndStore, screener)

  app.post(
    '/screen',
    {
      bodyLimit: SCREEN_BODY_LIMIT,
      config: { access: FOR_PLATFORM },
      schema: {
        operationId: 'screen',
        tags: ['screening'],
        summary: 'メッセージを 1 件判定する',
        description: `メッセージまたは募集文を 1 件判定します。要確認（verdict が allow 以外）になったものは保存します。消去されたメッセージの messageId は 410 になり、判定も保存もしません。\n\n送り直し：messageId か Idempotency-Key を付けると、同じ内容の送り直しには最初の結果を返します（replayed が true、ヘッダー Idempotent-Replayed: true）。本文・段階・種類・承認・依頼者・履歴・allow（キーでは messageId も）のどれかが違えば 409 で、違う項目を errors に示します。キーは結果と同じ期間（RETENTION_DAYS）覚えています。\n\n動作確認用の文：本文がちょうど次の文のとき、辞書によらずその判定になります（test が true になり、統計には数えません）。${Object.entries(
          KNOWN_ANSWERS,
        )
          .map(([verdict, text]) => `\`${text}\` は ${verdict}`)
          .join('、')}。`,
        headers: idempotentHeaders,
        body: screenRequest,
        response: {
          200: screenResponse.describe('判定結果'),
          ...problems(400, 409, 410, 413, 415),
        },
      },
    },
    async (request, reply) => {
      const { 'idempotency-key': key } = request.headers
      const message = key === undefined ? request.body : { ...request.body, idempotencyKey: keyOf(key) }
      const [answer] = await answerAll(request, [message])
      if (answer instanceof Problem) throw answer
      if (answer?.replayed) void reply.header('idempotent-replayed', 'true')
      return answer
    },
  )

  app.post(
    '/screen/batch',
    {
      bodyLimit: BATCH_BODY_LIMIT,
      config: { access: FOR_PLATFORM },
      // Validates the envelope only: one invalid message must not fail the batch.
      validatorCompiler: ({ schema: _, ...part }) =>
        validatorCompiler({ ...part, schema: part.httpPart === 'body' ? batchEnvelope : idempotentHeaders }),
      schema: {
        operationId: 'screenBatch',
        tags: ['screening'],
        summary: 'メッセージをまとめて判定する',
        description:
          'メッセージを 1,000 件までまとめて判定し、同じ順で結果を返します。受け付けられないメッセージがあっても、ほかの判定は行われます。\n\n答えは判定しながら少しずつ返します。途中で保存先が応答しなくなったときは、それ以降の場所に 503 の理由が入ります（messageId を付けて、その分を送り直してください）。explain の答えが合わせて 1,600 万文字を超えると、それより後には explanation の代わりに explanationOmitted が付きます。\n\nIdempotency-Key を付けると、messages の順番ごとに送り直しを見分けます（それぞれの replayed）。\n\n回数の制限（RATE_LIMIT_MAX）には件数で数えます。残りに収まらないときは 1 件も判定せず 429、1 分の上限より多いときは 413 になります。',
        headers: idempotentHeaders,
        body: batchRequest,
        response: { 200: inPieces, ...problems(400, 413, 415) },
      },
    },
    async (request, reply) => {
      const messages: readonly unknown[] = request.body.messages
      await app.messageLimit.takeBatch(request, reply, messages.length)
      const body = await batchAnswer(request, each(messages, checkPart(request.headers)), answerAll)
      return reply.type('application/json; charset=utf-8').send(flowing(body))
    },
  )

  await app.register(streaming(answerAll, idleTimeout))
}

const streaming =
  (answerAll: AnswerAll, idleTimeout: number): Routes<Record<never, never>> =>
  async app => {
    // The handler reads the body as it arrives; it may have no end.
    app.addContentTypeParser(
      'application/x-ndjson',
      async ({ headers }: FastifyRequest, payload: Readable) => {
        refuseOtherEncodings(headers)
        return payload
      },
    )
    app.post(
      '/screen/stream',
      {
        config: { access: FOR_PLATFORM },
        schema: {
          operationId: 'screenStream',
          tags: ['screening'],
          summary: 'メッセージを流しながら判定する',
          description:
            '1 行に 1 件の JSON（NDJSON。形は POST /screen の本文と同じ）を送ると、同じ順で 1 行ずつ結果を返します。件数に上限はありませんが、次の 1 行が決まった時間（IDLE_TIMEOUT_MS、初期値 2 分）のうちに届かないと接続を切ります。受け付けられない行には、その場所に理由を返します。途中で切れたときは、messageId を付けて送り直せば、済んだ分は最初の結果がそのまま返ります。回数の制限（RATE_LIMIT_MAX）には 1 行を 1 件と数え、超えた行にはその場所に 429 の理由を返します。',
          consumes: ['application/x-ndjson'],
          // Documentation: what is read is the stream itself.
          body: z.unknown().meta({ type: 'string', description: '1 行 1 件の JSON（UTF-8）' }),
          response: {
            200: {
              description: '1 行 1 件の結果',
              content: { 'application/x-ndjson': { schema: z.unknown().meta({ type: 'string' }) } },
            },
            ...problems(400, 415),
          },
        },
      },
      async (request, reply) => {
        const { body } = request
        if (!(body instanceof Readable)) throw new Problem('unsupported_media_type', NDJSON_WANTED)
        return reply.type('application/x-ndjson').send(flowing(judged(request, body)))
      },
    )

    async function* judged(request: FastifyRequest, body: Readable): AsyncGenerator<string> {
      const take = app.messageLimit.ofStream(request)
      const groups = linesOf(body, { longest: SCREEN_BODY_LIMIT, most: MOST_MESSAGES })
      for await (const lines of inTime(groups, { pause: idleTimeout, cut: () => request.raw.destroy() })) {
        const { granted, retryAfter } = await take(lines.length)
        const checked = each(lines, (line, at) => (at < granted ? checkLine(line) : tooMany(retryAfter)))
        for (const piece of piecesOf(checked)) {
          yield await linesFor(request, piece)
          // Lets other requests in between: a stream could occupy the event loop for hours.
          await setImmediate()
        }
      }
    }

    async function linesFor(request: FastifyRequest, piece: readonly Checked[]): Promise<string> {
      let answers: readonly Answer[]
      try {
        answers = await answerAll(request, piece)
      } catch (failure) {
        // The status has been sent already, so each of these lines is answered with the failure.
        request.log.error({ err: failure }, 'a part of a stream failed')
        answers = notKept(piece)
      }
      // Bounds what is kept for the log line, however long the stream is.
      request.judged.splice(0, Math.max(0, request.judged.length - 1_000))
      return answers.map(answer => `${serialised(answer, request.id)}\n`).join('')
    }
  }

/** Checks one message of a batch; a key of the batch tells each place by itself. */
function checkPart({ 'idempotency-key': key }: { readonly 'idempotency-key'?: string | undefined }) {
  return (message: unknown, at: number): Checked => {
    const checked = checkMessage(message)
    if (key === undefined || checked instanceof Problem) return checked
    return { ...checked, idempotencyKey: keyOfPart(keyOf(key), at) }
  }
}

/** As what is sent: a piece is judged when the one before has gone out. */
const flowing = (pieces: AsyncIterable<string>): Readable => Readable.from(pieces, { highWaterMark: 1 })

/** Turns one item after the other, when it is asked for. */
function* each<Item, Result>(
  items: readonly Item[],
  turn: (item: Item, at: number) => Result,
): Generator<Result> {
  for (const [at, item] of items.entries()) yield turn(item, at)
}

const tooMany = (seconds: number): Problem =>
  new Problem(
    'too_many_requests',
    `This line is beyond the messages of a minute. Send it again in ${seconds} seconds.`,
  )

const NDJSON_WANTED = 'Send the body with Content-Type: application/x-ndjson, one message a line.'
