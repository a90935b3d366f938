import type { Store } from '../../store/store.js'
import { periodOf } from '../period.js'
import { FOR_ADMIN, FOR_READERS } from '../plugins/auth.js'
import { Problem } from '../problems.js'
import { problems } from '../schemas/problem.js'
import { clientParams, clientRecord, erasedClient, statistics, statsQuery } from '../schemas/statistics.js'
import type { Routes } from '../typed-routes.js'

interface StatisticsParts {
  readonly store: Pick<Store, 'statistics' | 'clients' | 'identifiers' | 'erasure'>
}

/** Statistics over time, and by client. */
export const statisticsRoutes: Routes<StatisticsParts> = async (app, { store }) => {
  app.get(
    '/stats',
    {
      config: { access: FOR_READERS },
      schema: {
        operationId: 'getStats',
        tags: ['statistics'],
        summary: '件数・精度・判定までの時間を見る',
        description:
          '期間中の判定件数、未確認の状況、判定までの時間、カテゴリ別・ルール別の精度（担当者の判定との一致）、shadow ルールの当たり方、通報で分かった見逃しを返します。',
        querystring: statsQuery,
        response: { 200: statistics.describe('統計'), ...problems(400) },
      },
    },
    async request => store.statistics(request.caller.tenant, periodOf(request.query)),
  )

  app.get(
    '/clients/:id',
    {
      config: { access: FOR_READERS },
      schema: {
        operationId: 'getClient',
        tags: ['statistics'],
        summary: '依頼者のこれまでを見る',
        description:
          '同じ依頼者の、要確認・判定・通報の件数を、カテゴリ別にまとめて返します。同じ連絡先や口座を使うほかの依頼者も分かります。',
        params: clientParams,
        response: { 200: clientRecord.describe('依頼者の記録'), ...problems(400, 404) },
      },
    },
    async request => {
      const { tenant, actor } = request.caller
      const found = await store.clients.find(tenant, request.params.id, actor)
      if (found === undefined) throw new Problem('not_found', 'Nothing of this client is stored.')
      const shares = await store.identifiers.shares(tenant, request.params.id)
      return { ...found, shares: [...found.shares, ...shares] }
    },
  )

  app.delete(
    '/clients/:id',
    {
      config: { access: FOR_ADMIN },
      schema: {
        operationId: 'eraseClient',
        tags: ['statistics'],
        summary: '依頼者に関するすべてを消去する',
        description:
          'この依頼者の件を、本文・根拠・通報とともにすべて消去します。届けたメッセージの控え（messageId ごとの判定結果）と、この依頼者を名指しするリストの登録も消去します。消去した件数だけが記録に残ります。元に戻せません。',
        params: clientParams,
        response: { 200: erasedClient.describe('消去した'), ...problems(400, 404) },
      },
    },
    async request => {
      const { tenant, actor } = request.caller
      const { screenings, receipts, others } = await store.erasure.client(tenant, request.params.id, actor)
      if (screenings + receipts + others === 0)
        throw new Problem('not_found', 'Nothing of this client is stored.')
      return { screenings }
    },
  )
}
