import { Readable } from 'node:stream'
import { z } from 'zod'
import { isScreeningId } from '../../contract/ids.js'
import type { Screener } from '../../contract/screener.js'
import { type CaseParts, withCircumstances } from '../../moderation/case.js'
import { corpusLines } from '../../moderation/corpus-line.js'
import type { Store } from '../../store/store.js'
import { filterOf } from '../case-filter.js'
import { cursorOf, readCursor } from '../list-cursor.js'
import { FOR_ADMIN, FOR_READERS } from '../plugins/auth.js'
import { Problem } from '../problems.js'
import { openedScreening } from '../schemas/opened-screening.js'
import { problems } from '../schemas/problem.js'
import {
  countQuery,
  exportQuery,
  listQuery,
  screeningList,
  screeningParams,
  statusCounts,
} from '../schemas/screenings.js'
import type { Routes } from '../typed-routes.js'

export interface ScreeningsParts {
  readonly store: CaseParts['store'] & Pick<Store, 'archive' | 'erasure'>
  /** The dictionary in use, also after a reload. */
  readonly screener: Pick<Screener, 'categories' | 'identifiers'>
  readonly categories: readonly string[]
}

/** Flagged and reported messages, for moderators. */
export const screeningsRoutes: Routes<ScreeningsParts> = async (app, { store, screener, categories }) => {
  app.get(
    '/screenings',
    {
      config: { access: FOR_READERS },
      schema: {
        operationId: 'listScreenings',
        tags: ['queue'],
        summary: '要確認のメッセージを一覧する',
        description:
          '警告・保留・遮断になったメッセージと、通報されたメッセージを、新しい順（sort で古い順、害の大きい順）に返します。本文は根拠の箇所を除いて伏せます。続きは nextCursor を cursor に渡して取得します。item の id を GET /screenings/{id} に渡すと全体を開けます。',
        querystring: listQuery(categories),
        response: { 200: screeningList.describe('1 ページ分の一覧'), ...problems(400) },
      },
    },
    async request => {
      const { limit, cursor, sort, ...filter } = request.query
      const { items, nextCursor } = await store.screenings.list(
        request.caller.tenant,
        filterOf(filter, request.caller),
        { limit, sort, cursor: cursor === undefined ? undefined : readCursor(sort, cursor) },
        request.caller.actor,
      )
      const ids = items.map(({ id }) => id)
      const campaigns = await store.campaigns.ofCases(request.caller.tenant, ids)
      return {
        items: items.map(item => ({ ...item, campaign: campaigns.get(item.id) ?? null })),
        nextCursor: nextCursor && cursorOf(sort, nextCursor),
      }
    },
  )

  app.get(
    '/screenings/counts',
    {
      config: { access: FOR_READERS },
      schema: {
        operationId: 'countScreenings',
        tags: ['queue'],
        summary: '状態ごとの件数を数える',
        description:
          '一覧と同じ条件で、未確認・確認済み・問題なしの件数と、判定済みで異議の申し立てが回答を待っている件数を返します。',
        querystring: countQuery(categories),
        response: { 200: statusCounts.describe('状態ごとの件数'), ...problems(400) },
      },
    },
    async ({ caller, query }) => {
      const { tenant, actor } = caller
      const filter = filterOf(query, caller)
      const [counts, appealed] = await Promise.all([
        store.screenings.count(tenant, filter, actor),
        store.screenings.countAppealed(tenant, filter, actor),
      ])
      return { ...counts, appealed }
    },
  )

  app.get(
    '/screenings/export',
    {
      config: { access: FOR_READERS },
      schema: {
        operationId: 'exportScreenings',
        tags: ['statistics'],
        summary: '判定済みの件を学習用に書き出す',
        description:
          '判定済みの件を、`npm run evaluate` と `npm run train` が読む形（1 行 1 件の JSON）で、古い順に返します。全文を保存した件だけが対象です。やり取り（history）と依頼者の情報（client）も付きます。依頼者の情報から判定したカテゴリは、本文のラベルにはなりません。書き出したことは記録されます。',
        querystring: exportQuery,
        response: {
          200: {
            description: '1 行 1 件の JSON',
            content: { 'application/x-ndjson': { schema: z.unknown().meta({ type: 'string' }) } },
          },
          ...problems(400),
        },
      },
    },
    async (request, reply) => {
      const { tenant, actor } = request.caller
      const { from, to } = request.query
      await store.audit.record({ tenant, type: 'exported', actor, detail: { from, to } })
      const pages = store.archive({ tenant, status: 'decided', from: date(from), to: date(to) })
      return reply.type('application/x-ndjson').send(Readable.from(corpusLines(pages, screener.categories)))
    },
  )

  app.get(
    '/screenings/:id',
    {
      config: { access: FOR_READERS },
      schema: {
        operationId: 'getScreening',
        tags: ['queue'],
        summary: '要確認のメッセージを 1 件開く',
        description:
          '判断に要るものをまとめて返します：本文の全体、これまでのやり取り、依頼者の情報と記録、全カテゴリの確信度、通報、異議の申し立て、経過、該当したカテゴリの説明。開いたことは記録されます。',
        params: screeningParams,
        response: { 200: openedScreening.describe('判定の全体'), ...problems(404) },
      },
    },
    async request => {
      const { id } = request.params
      const { tenant, actor } = request.caller
      const found = isScreeningId(id) ? await store.screenings.find(tenant, id, actor) : undefined
      if (found === undefined) throw new Problem('not_found', 'No such screening is stored.')
      // Recorded first, so that no view goes unrecorded.
      await store.audit.record({ tenant, type: 'viewed', actor, screeningId: found.id })
      return withCircumstances({ store, screener }, tenant, found, actor)
    },
  )

  app.delete(
    '/screenings/:id',
    {
      config: { access: FOR_ADMIN },
      schema: {
        operationId: 'eraseScreening',
        tags: ['queue'],
        summary: '1 件を消去する',
        description:
          '本文・根拠・通報・異議の申し立て・通知を消去します。消去したという記録だけが残ります。元に戻せません。まだ届けていない通知は、messageId と clientId を除いて届けます。同じ messageId をもう一度送っても 410 になり、保存しません。',
        params: screeningParams,
        response: { 204: z.null().describe('消去した'), ...problems(404) },
      },
    },
    async (request, reply) => {
      const { id } = request.params
      const { tenant, actor } = request.caller
      const erased = isScreeningId(id) && (await store.erasure.screening(tenant, id, actor))
      if (!erased) throw new Problem('not_found', 'No such screening is stored.')
      return reply.code(204).send(null)
    },
  )
}

const date = (given: string | undefined): Date | undefined =>
  given === undefined ? undefined : new Date(given)
