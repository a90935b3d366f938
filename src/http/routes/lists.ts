import { z } from 'zod'
import type { ListEntry, ListType } from '../../contract/lists.js'
import { keyOf, type ReadsValues } from '../../moderation/lists/key.js'
import type { ListBook } from '../../moderation/lists/list-book.js'
import type { ListPlace } from '../../store/lists.js'
import type { Store } from '../../store/store.js'
import { FOR_ADMIN, FOR_READERS } from '../plugins/auth.js'
import { Problem } from '../problems.js'
import { listEntries, listEntriesQuery, listEntry, listEntryRequest, listParams } from '../schemas/lists.js'
import { problems } from '../schemas/problem.js'
import type { Routes } from '../typed-routes.js'

export interface ListsParts {
  readonly store: Pick<Store, 'lists' | 'campaigns'>
  readonly screener: ReadsValues
  readonly lists: Pick<ListBook, 'look'>
  readonly categories: readonly string[]
}

/** What a tenant denies and allows. */
export const listsRoutes: Routes<ListsParts> = async (app, { store, screener, lists, categories }) => {
  app.get(
    '/lists',
    {
      config: { access: FOR_READERS },
      schema: {
        operationId: 'listEntries',
        tags: ['lists'],
        summary: '登録を一覧する',
        description:
          '拒否リストと許可リストの、いま有効な登録を新しい順に返します。続きは nextCursor を cursor に渡して取得します。',
        querystring: listEntriesQuery,
        response: { 200: listEntries.describe('1 ページ分の一覧'), ...problems(400) },
      },
    },
    async request => {
      const { limit, cursor, ...filter } = request.query
      const page = await store.lists.list(request.caller.tenant, filter, { limit, cursor })
      return { ...page, items: page.items.map(view) }
    },
  )

  app.get(
    '/lists/:list/:type/:value',
    {
      config: { access: FOR_READERS },
      schema: {
        operationId: 'getListEntry',
        tags: ['lists'],
        summary: '登録を 1 件見る',
        description: '誰が、いつ、なぜ登録したかを返します。表記の違いをならして探します。',
        params: listParams,
        response: { 200: listEntry.describe('登録'), ...problems(400, 404) },
      },
    },
    async request => {
      const found = await store.lists.find(request.caller.tenant, placeOf(request.params))
      if (found === undefined) throw notListed()
      return view(found)
    },
  )

  app.put(
    '/lists/:list/:type/:value',
    {
      config: { access: FOR_ADMIN },
      schema: {
        operationId: 'setListEntry',
        tags: ['lists'],
        summary: '登録する、または登録を変える',
        description:
          'deny に登録したものを含むメッセージは、登録を根拠（rule は list.deny.種類）として必ず block になります。allow に登録したものは、その箇所だけを判定から外し、同じメッセージのほかの箇所は通常どおり判定します（依頼者を allow に登録すると、依頼者の情報を判定に使いません）。同じ箇所が両方に当たるときは、より長い語句、より下のドメインの登録が優先し、同じなら deny です。domain の allow はリンクだけに効き、メールアドレスには効きません。campaign を deny にすると、これから来る同じ文面は一斉送信への判定にかかわらず block に、allow にすると、問題なしと判定した一斉送信と同じく、ほぼ同じ文面をそのまま届け、一覧にも入れません（すでに一覧にある件は変わりません）。ない一斉送信は 404 です。\n\nこのインスタンスではすぐに、ほかのインスタンスでは約 2 秒以内に効きます。両方のリストを合わせて 100,000 件まで登録できます。監査の記録には値を書きません。',
        params: listParams,
        body: listEntryRequest(categories),
        response: { 200: listEntry.describe('登録した'), ...problems(400, 404, 409, 413, 415) },
      },
    },
    async request => {
      const { tenant, actor } = request.caller
      const { reason, category = null, expiresAt } = request.body
      const until = expiresAt === undefined ? null : new Date(expiresAt).toISOString()
      if (until !== null && until <= new Date().toISOString())
        throw misfit('/expiresAt', 'It has to be in the future')
      if (category !== null && request.params.list === 'allow')
        throw misfit('/category', 'Only what is denied counts as a category')
      const { value } = request.params
      const place = placeOf(request.params)
      if (place.type === 'campaign' && !(await store.campaigns.isThere(tenant, place.key)))
        throw new Problem('not_found', 'There is no such campaign.')
      const entry = { ...place, value, reason, category, expiresAt: until }
      const kept = await store.lists.put(tenant, actor, entry)
      if (kept === undefined)
        throw new Problem('lists_full', 'The lists hold 100,000 entries: remove some of them first.')
      await lookNow()
      return view(kept)
    },
  )

  app.delete(
    '/lists/:list/:type/:value',
    {
      config: { access: FOR_ADMIN },
      schema: {
        operationId: 'removeListEntry',
        tags: ['lists'],
        summary: '登録を取り消す',
        description: '登録を取り消します。取り消したという記録だけが残ります。',
        params: listParams,
        response: { 204: z.null().describe('取り消した'), ...problems(400, 404) },
      },
    },
    async (request, reply) => {
      const { tenant, actor } = request.caller
      const removed = await store.lists.remove(tenant, actor, placeOf(request.params))
      if (!removed) throw notListed()
      await lookNow()
      return reply.code(204).send(null)
    },
  )

  /** What was changed here counts here at once; a store that fails just now is looked at again in a second. */
  async function lookNow(): Promise<void> {
    await lists.look().catch(failure => app.log.warn({ err: failure }, 'lists not looked up'))
  }

  function placeOf({ list, type, value }: z.infer<typeof listParams>): ListPlace {
    const key = keyOf(type, value, screener)
    if (key === undefined) throw misfit('/value', EXPECTED[type] ?? 'Expected at least two characters')
    return { list, type, key }
  }
}

const EXPECTED: Readonly<Partial<Record<ListType, string>>> = {
  domain: 'Expected a domain that can be registered, or one below it, such as example.com',
  campaign: 'Expected the id of a campaign: cmp_…',
}

/** What messages are compared with is ours to know. */
const view = ({ key: _, ...shown }: ListEntry): Omit<ListEntry, 'key'> => shown

const notListed = (): Problem => new Problem('not_found', 'This is not listed.')

const misfit = (pointer: string, detail: string): Problem =>
  new Problem('validation_failed', 'One field of the request does not fit.', [{ pointer, detail }])
