import type { FastifyRequest } from 'fastify'
import { isScreeningId } from '../../moderation/ids.js'
import type { Store } from '../../moderation/store.js'
import { Problem } from '../problems.js'
import { problems } from '../schemas/problem.js'
import { listQuery, screening, screeningList, screeningParams } from '../schemas/screenings.js'
import type { Routes } from '../typed-routes.js'

export interface ScreeningsParts {
  readonly store: Store
  readonly categories: readonly string[]
  readonly tenantOf: (request: FastifyRequest) => string
}

/** What was flagged, for moderators. */
export const screeningsRoutes: Routes<ScreeningsParts> = async (app, parts) => {
  const { store, categories, tenantOf } = parts

  app.get(
    '/screenings',
    {
      schema: {
        operationId: 'listScreenings',
        tags: ['確認'],
        summary: '要確認のメッセージを一覧する',
        description:
          '警告・保留・遮断になったメッセージを新しい順に返します。本文は根拠の箇所を除いて伏せます。続きは nextCursor を cursor に渡して取得します。',
        querystring: listQuery(categories),
        response: { 200: screeningList.describe('1 ページ分の一覧'), ...problems(400, 429, 503) },
      },
    },
    async request => {
      const { limit, cursor, from, to, ...filter } = request.query
      if (cursor !== undefined && !isScreeningId(cursor)) throw new Error('a checked cursor is no cursor')
      return store.list(tenantOf(request), { ...filter, from: time(from), to: time(to) }, { limit, cursor })
    },
  )

  app.get(
    '/screenings/:id',
    {
      schema: {
        operationId: 'getScreening',
        tags: ['確認'],
        summary: '要確認のメッセージを 1 件開く',
        description: '本文の全体、依頼者の情報、全カテゴリの確信度を返します。',
        params: screeningParams,
        response: { 200: screening.describe('判定の全体'), ...problems(404, 429, 503) },
      },
    },
    async request => {
      const { id } = request.params
      const found = isScreeningId(id) ? await store.find(tenantOf(request), id) : undefined
      if (found === undefined) throw new Problem('not_found', 'No such screening is stored.')
      return found
    },
  )
}

function time(given: string | undefined): Date | undefined {
  return given === undefined ? undefined : new Date(given)
}
