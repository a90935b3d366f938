import type { Term } from '../../contract/appeal-rules.js'
import { isScreeningId, type ScreeningId } from '../../contract/ids.js'
import type { AppealStep } from '../../store/appeals/answer.js'
import type { Appeal } from '../../store/appeals/appeals.js'
import type { Caller } from '../../store/keys.js'
import type { Store } from '../../store/store.js'
import { FOR_ALL_KEYS, FOR_MODERATORS, FOR_PLATFORM, FOR_READERS } from '../plugins/auth.js'
import { Problem } from '../problems.js'
import {
  appeal,
  appealAnswer,
  appealFiled,
  appealPage,
  appealParams,
  appealQuery,
  appealRequest,
  appealsOfCase,
} from '../schemas/appeals.js'
import { problems } from '../schemas/problem.js'
import { screeningParams } from '../schemas/screenings.js'
import type { Routes } from '../typed-routes.js'

export interface AppealsParts {
  readonly store: Pick<Store, 'appeals' | 'screenings'>
  readonly categories: readonly string[]
  readonly term: Term
}

/** Objections to what was decided, and the answers to them. */
export const appealsRoutes: Routes<AppealsParts> = async (app, { store, categories, term }) => {
  app.post(
    '/screenings/:id/appeals',
    {
      config: { access: FOR_PLATFORM },
      schema: {
        operationId: 'appeal',
        tags: ['appeals'],
        summary: '異議の申し立てを受け付ける',
        description:
          '送った人、受け取る人から、それぞれ一度だけ受け付けます。答えが出るまで、いまの判定が続きます。件は列の先頭に入り、前に判定した人には渡りません。判定前の件なら、その件の判定が答えになります。期間は APPEAL_DAYS 日です。結果は appeal.decided で知らせます。',
        params: screeningParams,
        body: appealRequest,
        response: { 201: appealFiled.describe('受け付けた'), ...problems(400, 404, 409, 413, 415) },
      },
    },
    async ({ params, body, caller }, reply) => {
      const filed = await store.appeals.add(caller.tenant, known(params.id), caller.actor, { ...body, term })
      switch (filed.kind) {
        case 'filed':
          return reply.code(201).send({ id: filed.appealId, status: 'open' })
        case 'missing':
          throw noScreening()
        case 'repeated':
          throw new Problem('appeal_repeated', `The ${body.from} has objected already: once is all there is.`)
        case 'nothing':
          throw new Problem(
            'nothing_to_appeal',
            'Nothing was done with the message that restricts its sender.',
          )
        case 'late':
          throw new Problem('appeal_late', `It could be objected to until ${filed.until}.`)
      }
    },
  )

  app.get(
    '/screenings/:id/appeals',
    {
      config: { access: FOR_ALL_KEYS },
      schema: {
        operationId: 'listAppealsOfScreening',
        tags: ['appeals'],
        summary: '1 件への異議の申し立てを見る',
        description: '古い順に返します。platform の鍵には、担当者の名前と覚え書きを返しません。',
        params: screeningParams,
        response: { 200: appealsOfCase.describe('申し立て'), ...problems(404) },
      },
    },
    async ({ params, caller }) => {
      const id = known(params.id)
      if ((await store.screenings.find(caller.tenant, id)) === undefined) throw noScreening()
      const appeals = await store.appeals.of(caller.tenant, id)
      return { appeals: appeals.map(one => shownTo(caller, one)) }
    },
  )

  app.get(
    '/appeals',
    {
      config: { access: FOR_READERS },
      schema: {
        operationId: 'listAppeals',
        tags: ['appeals'],
        summary: '異議の申し立てを一覧する',
        description:
          '古い順に返します。続きは nextCursor を cursor に渡して取得します。status=open で、回答待ちのものだけを見られます。',
        querystring: appealQuery,
        response: { 200: appealPage.describe('1 ページ分の一覧'), ...problems(400) },
      },
    },
    async request => store.appeals.list(request.caller.tenant, request.query),
  )

  app.post(
    '/appeals/:id/decide',
    {
      config: { access: FOR_MODERATORS },
      schema: {
        operationId: 'decideAppeal',
        tags: ['appeals'],
        summary: '異議の申し立てに答える',
        description:
          '認めると、件の判定は同時に改まり、統計・精度・書き出しもそれに従います。判定前の件では、この答えが件の判定になります。その件を前に判定した人は答えられません（409）。同じ判定への他方の申し立ても、認めたときは一緒に認められます。',
        params: appealParams,
        body: appealAnswer(categories),
        response: { 200: appeal.describe('答えた申し立て'), ...problems(400, 404, 409, 413, 415) },
      },
    },
    async ({ params, body, caller }) =>
      answered(await store.appeals.decide(caller.tenant, params.id, caller.actor, body)),
  )
}

function answered(step: AppealStep): Appeal {
  switch (step.kind) {
    case 'done':
      return step.appeal
    case 'missing':
      throw new Problem('not_found', 'No such appeal is stored.')
    case 'answered':
      throw new Problem('appeal_answered', `It is ${step.status} already.`)
    case 'partial':
      throw new Problem('decided_before', 'You have decided this case before: somebody else has to read it.')
    case 'claimed':
      throw new Problem('claimed_by_other', `${step.by} works on it until ${step.until}.`)
    case 'unneeded':
      throw new Problem('validation_failed', 'One field of the body does not fit.', [
        { pointer: '/categories', detail: 'This answer confirms nothing, so there are no categories' },
      ])
  }
}

/** Who of the team said what stays within the team. */
function shownTo({ role }: Caller, one: Appeal): Appeal {
  return role === 'platform' ? { ...one, decidedBy: null, note: null } : one
}

function known(id: string): ScreeningId {
  if (!isScreeningId(id)) throw noScreening()
  return id
}

const noScreening = (): Problem => new Problem('not_found', 'No such screening is stored.')
