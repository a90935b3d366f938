import { z } from 'zod'
import type { Screener } from '../../contract/screener.js'
import { openedCampaign } from '../../moderation/campaigns/opened-campaign.js'
import type { CampaignPlace } from '../../store/campaigns/list.js'
import type { CampaignStep } from '../../store/campaigns/review.js'
import type { Store } from '../../store/store.js'
import { FOR_MODERATORS, FOR_READERS } from '../plugins/auth.js'
import { Problem } from '../problems.js'
import {
  campaignDecided,
  campaignList,
  campaignParams,
  campaignQuery,
  campaignReopened,
  membersQuery,
  openedCampaign as openedSchema,
} from '../schemas/campaigns.js'
import { problems } from '../schemas/problem.js'
import { reviewRequest } from '../schemas/reviews.js'
import type { Routes } from '../typed-routes.js'

export interface CampaignsParts {
  readonly store: Pick<Store, 'campaigns' | 'audit' | 'identifiers'>
  readonly screener: Pick<Screener, 'identifiers'>
  readonly categories: readonly string[]
}

/** Texts that many messages were made from, decided once for all. */
export const campaignsRoutes: Routes<CampaignsParts> = async (app, { store, screener, categories }) => {
  const { campaigns } = store
  const config = { access: FOR_MODERATORS }

  app.get(
    '/campaigns',
    {
      config: { access: FOR_READERS },
      schema: {
        operationId: 'listCampaigns',
        tags: ['campaigns'],
        summary: '一斉送信を一覧する',
        description:
          '要確認になったメッセージのうち、同じ文面（名前・金額・ID・言い回し・伏せ字の違いは除く）が 2 件以上あるものをまとめて返します。本文は根拠の箇所を除いて伏せます。',
        querystring: campaignQuery(categories),
        response: { 200: campaignList.describe('1 ページ分の一覧'), ...problems(400) },
      },
    },
    async ({ caller, query }) => {
      const { sort, limit, cursor, from, to, ...filter } = query
      const after = cursor === undefined ? undefined : placeOf(sort, cursor)
      const { items, next } = await campaigns.list(
        caller.tenant,
        { ...filter, from: date(from), to: date(to) },
        { sort, limit, after },
      )
      return { items, nextCursor: next && cursorOf(sort, next) }
    },
  )

  app.get(
    '/campaigns/:id',
    {
      config: { access: FOR_READERS },
      schema: {
        operationId: 'getCampaign',
        tags: ['campaigns'],
        summary: '一斉送信を 1 つ開く',
        description:
          'もとの文面と、件によって違う箇所、依頼者、日ごとの件数、複数の件に共通する連絡先や口座、含まれる件を返します。開いたことは記録されます。',
        params: campaignParams,
        querystring: membersQuery,
        response: { 200: openedSchema.describe('一斉送信の全体'), ...problems(400, 404) },
      },
    },
    async ({ caller: { tenant, actor }, params: { id }, query }) => {
      const found = await openedCampaign({ screener, store }, { tenant, actor, id }, query)
      if (found === undefined) throw notFound()
      return found
    },
  )

  app.post(
    '/campaigns/:id/review',
    {
      config,
      schema: {
        operationId: 'reviewCampaign',
        tags: ['campaigns'],
        summary: '一斉送信をまとめて判定する',
        description:
          '未確認の件をすべて一度に判定します。判定はこれから来る件にも効きます：confirmed なら、同じ文面は判定で見つからなかったものも含めて届けません（確認したのが注意のカテゴリだけなら、助言を添えて届けます）。dismissed なら、ほぼ同じ文面はそのまま届け、一覧にも入れません。categories を省くと、件ごとの判定どおりと見なします。監査記録には、件数とともに 1 行残ります。取り消すには reopen を使います。',
        params: campaignParams,
        body: reviewRequest(categories),
        response: { 200: campaignDecided.describe('判定した件数'), ...problems(400, 404, 409, 413, 415) },
      },
    },
    async ({ caller: { tenant, actor }, params: { id }, body }) => ({
      decided: counted(await campaigns.review(tenant, id, actor, body)),
    }),
  )

  app.post(
    '/campaigns/:id/reopen',
    {
      config,
      schema: {
        operationId: 'reopenCampaign',
        tags: ['campaigns'],
        summary: '一斉送信の判定を取り消す',
        description:
          '一斉送信への判定で判定済みになった件をすべて未確認に戻し、これから来る件にも効かなくします。1 件ずつ判定した件は変わりません。',
        params: campaignParams,
        response: { 200: campaignReopened.describe('戻した件数'), ...problems(404, 409) },
      },
    },
    async ({ caller: { tenant, actor }, params: { id } }) => ({
      reopened: counted(await campaigns.reopen(tenant, id, actor)),
    }),
  )
}

const written = z.tuple([z.enum(['size', 'latest']), z.union([z.number(), z.string()]), z.string()])

const cursorOf = (sort: 'size' | 'latest', place: CampaignPlace): string =>
  Buffer.from(JSON.stringify([sort, ...place])).toString('base64url')

function placeOf(sort: 'size' | 'latest', cursor: string): CampaignPlace {
  const [of, value, id] = written.safeParse(unpacked(cursor)).data ?? []
  const fits = of === sort && typeof value === (sort === 'size' ? 'number' : 'string')
  if (!fits || value === undefined || id === undefined)
    throw new Problem('validation_failed', 'One field of the query string does not fit.', [
      { pointer: '/cursor', detail: 'Not a cursor of this list' },
    ])
  return [value, id]
}

function unpacked(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return undefined
  }
}

function counted(step: CampaignStep): number {
  switch (step.kind) {
    case 'done':
      return step.count
    case 'missing':
      throw notFound()
    case 'wrong_status':
      throw step.status === 'open'
        ? new Problem('not_decided', 'It is open: there is no decision to take back.')
        : new Problem('already_decided', `It is ${step.status} already. To decide anew, reopen it first.`)
  }
}

const notFound = (): Problem => new Problem('not_found', 'There is no such campaign.')

const date = (given: string | undefined): Date | undefined =>
  given === undefined ? undefined : new Date(given)
