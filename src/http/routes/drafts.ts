import type { FastifyReply, FastifyRequest } from 'fastify'
import { draftRequest } from '../../contract/message.js'
import type { HintDraft } from '../../moderation/drafts.js'
import type { Store } from '../../store/store.js'
import type { LimiterFor } from '../limiters.js'
import { periodOf } from '../period.js'
import { FOR_PLATFORM, FOR_READERS } from '../plugins/auth.js'
import { SCREEN_BODY_LIMIT } from '../plugins/limits.js'
import { draftCounts, draftResponse } from '../schemas/drafts.js'
import { problems } from '../schemas/problem.js'
import { statsQuery } from '../schemas/statistics.js'
import { spokenLanguage } from '../spoken-language.js'
import { take } from '../take.js'
import type { Routes } from '../typed-routes.js'

export interface DraftsParts {
  readonly hintDraft: HintDraft
  readonly store: Pick<Store, 'drafts'>
  /** Drafts a minute and client; 0 is no limit. */
  readonly draftLimitMax: number
  readonly limiterFor: LimiterFor
}

/** Asking before sending: what a sender might change, and what became of it. */
export const draftsRoutes: Routes<DraftsParts> = async (
  app,
  { hintDraft, store, draftLimitMax, limiterFor },
) => {
  const takeOne = buildTake(draftLimitMax, limiterFor)

  app.post(
    '/screen/draft',
    {
      bodyLimit: SCREEN_BODY_LIMIT,
      config: { access: FOR_PLATFORM },
      schema: {
        operationId: 'screenDraft',
        tags: ['screening'],
        summary: '送る前の下書きに、直すところがあるか尋ねる',
        description:
          '送る前の本文を、送られたときと同じように判定し、当てはまった箇所ごとに、書いている人への言葉（message）と、代わりに書ける言い方（suggestion）を返します。確信度やしきい値は返しません。本文は保存せず、件数だけを数えます。書き直しを数えるには、書き始めから送信まで同じ draftId を渡し、送るときは POST /screen にも付けてください。\n\n言葉は日本語です。`Accept-Language: en` を付けると英語になります（`Content-Language` に示します）。鍵ごとの制限のほかに、client.id ごとに 1 分の回数を制限します（DRAFT_LIMIT_MAX、初期値 30）。',
        body: draftRequest,
        response: {
          200: draftResponse.describe('書いている人への言葉'),
          ...problems(400, 413, 415),
        },
      },
    },
    async (request, reply) => {
      await takeOne(request, reply, request.body.client?.id)
      const hints = await hintDraft(request.caller.tenant, request.body)
      const language = spokenLanguage(request.headers['accept-language'])
      void reply.header('content-language', language).header('vary', 'accept-language')
      return {
        ok: hints.length === 0,
        hints: hints.map(({ message, suggestion, ...stretch }) => ({
          ...stretch,
          message: message[language],
          suggestion: suggestion[language],
        })),
      }
    },
  )

  app.get(
    '/stats/drafts',
    {
      config: { access: FOR_READERS },
      schema: {
        operationId: 'getDraftStats',
        tags: ['statistics'],
        summary: '下書きが直されたかを見る',
        description:
          '期間中（UTC の日ごと）に見た下書きと、そのうち言い換えを勧めたもの、書き直されたもの、そのまま送られたものの件数を返します。誰の下書きかは残りません。',
        querystring: statsQuery,
        response: { 200: draftCounts.describe('件数'), ...problems(400) },
      },
    },
    async request => {
      const { from, to } = periodOf(request.query)
      const counts = await store.drafts.counts(request.caller.tenant, { from, to })
      return { from: from.toISOString(), to: to.toISOString(), ...counts }
    },
  )
}

/** Who asks again and again, a word changed each time, may be looking for what passes. */
function buildTake(most: number, limiterFor: LimiterFor) {
  if (most === 0) return async () => undefined
  const limiter = limiterFor('drafts', most)
  return async ({ caller }: FastifyRequest, reply: FastifyReply, clientId: string | undefined) => {
    if (clientId === undefined) return
    const key = JSON.stringify([caller.tenant, clientId])
    await take(limiter, most, key, reply, `Only ${most} drafts a minute and client.`)
  }
}
