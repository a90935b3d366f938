import type { FastifyRequest } from 'fastify'
import { isScreeningId, type ScreeningId } from '../../contract/ids.js'
import { timelineOf } from '../../moderation/timeline.js'
import type { Step } from '../../store/queue.js'
import type { ScreeningDetail } from '../../store/screening.js'
import type { Store } from '../../store/store.js'
import { FOR_AUDITORS, FOR_MODERATORS, FOR_READERS } from '../plugins/auth.js'
import { Problem } from '../problems.js'
import { problems } from '../schemas/problem.js'
import { auditPage, auditQuery, claimRequest, eventList, reviewRequest } from '../schemas/reviews.js'
import { screening, screeningParams } from '../schemas/screenings.js'
import type { Routes } from '../typed-routes.js'

export interface ReviewsParts {
  readonly store: Pick<Store, 'queue' | 'audit' | 'screenings'>
  readonly categories: readonly string[]
}

/** Moderators' decisions on screenings, and the audit trail. */
export const reviewsRoutes: Routes<ReviewsParts> = async (app, { store, categories }) => {
  const { queue, audit } = store
  const config = { access: FOR_MODERATORS }

  app.post(
    '/screenings/:id/claim',
    {
      config,
      schema: {
        operationId: 'claimScreening',
        tags: ['review'],
        summary: '自分の担当にする',
        description:
          '未確認の件を、指定した分数だけ自分の担当にします。そのあいだ、ほかの担当者は判定できません。もう一度呼ぶと延長されます。',
        params: screeningParams,
        body: claimRequest,
        response: { 200: screening.describe('担当した件'), ...problems(400, 404, 409, 413, 415) },
      },
    },
    async request => settled(await queue.claim(...stepOf(request), request.body.minutes)),
  )

  app.post(
    '/screenings/:id/release',
    {
      config,
      schema: {
        operationId: 'releaseScreening',
        tags: ['review'],
        summary: '担当を外す',
        description: '自分の担当を、期限を待たずに外します。',
        params: screeningParams,
        response: { 200: screening.describe('担当を外した件'), ...problems(404, 409) },
      },
    },
    async request => settled(await queue.release(...stepOf(request))),
  )

  app.post(
    '/screenings/:id/review',
    {
      config,
      schema: {
        operationId: 'reviewScreening',
        tags: ['review'],
        summary: '違反か問題なしかを判定する',
        description:
          '一度だけ判定できます。カテゴリが違っていたときは categories で正しいものを渡してください。判定は統計と学習に使われます。取り消すには reopen を使います。',
        params: screeningParams,
        body: reviewRequest(categories),
        response: { 200: screening.describe('判定した件'), ...problems(400, 404, 409, 413, 415) },
      },
    },
    async request => settled(await queue.review(...stepOf(request), request.body)),
  )

  app.post(
    '/screenings/:id/reopen',
    {
      config,
      schema: {
        operationId: 'reopenScreening',
        tags: ['review'],
        summary: '判定を取り消す',
        description: '判定を取り消し、未確認に戻します。取り消したことと前の判定は、経過に残ります。',
        params: screeningParams,
        response: { 200: screening.describe('未確認に戻した件'), ...problems(404, 409) },
      },
    },
    async request => settled(await queue.reopen(...stepOf(request))),
  )

  app.get(
    '/screenings/:id/events',
    {
      config: { access: FOR_READERS },
      schema: {
        operationId: 'listEvents',
        tags: ['review'],
        summary: '経過を見る',
        description: '誰がいつ開き、担当し、判定したかを、古い順に返します。',
        params: screeningParams,
        response: { 200: eventList.describe('経過'), ...problems(404) },
      },
    },
    async request => {
      const { tenant, actor } = request.caller
      const events = await timelineOf(store, tenant, known(request.params.id), actor)
      if (!events) throw notFound()
      return { events }
    },
  )

  app.get(
    '/audit',
    {
      config: { access: FOR_AUDITORS },
      schema: {
        operationId: 'listAudit',
        tags: ['operation'],
        summary: '監査記録を見る',
        description:
          '閲覧・判定・消去・書き出し・鍵・辞書・通知先の記録を、新しい順に返します。本文は含みません。',
        querystring: auditQuery,
        response: { 200: auditPage.describe('1 ページ分の記録'), ...problems(400) },
      },
    },
    async request => audit.list(request.caller.tenant, request.query),
  )
}

/** A step with a screening: whose it is, which one, and who takes the step. */
function stepOf({ caller, params }: Pick<FastifyRequest<{ Params: { id: string } }>, 'caller' | 'params'>) {
  return [caller.tenant, known(params.id), caller.actor] as const
}

function known(id: string): ScreeningId {
  if (!isScreeningId(id)) throw notFound()
  return id
}

function settled(step: Step): ScreeningDetail {
  switch (step.kind) {
    case 'done':
      return step.screening
    case 'missing':
      throw notFound()
    case 'appealed':
      throw new Problem('appeal_open', 'Somebody objects to the decision: answer the appeal first.')
    case 'claimed':
      throw new Problem('claimed_by_other', `${step.by} works on it until ${step.until}.`)
    case 'wrong_status':
      throw step.status === 'pending'
        ? new Problem('not_decided', 'It is pending: there is no decision to take back.')
        : new Problem('already_decided', `It is ${step.status} already. To decide anew, reopen it first.`)
  }
}

const notFound = (): Problem => new Problem('not_found', 'No such screening is stored.')
