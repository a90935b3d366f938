import { z } from 'zod'
import { StoreFailure } from '../../store/gate.js'
import type { KeyInfo, MadeKey } from '../../store/keys.js'
import type { Store } from '../../store/store.js'
import { isOfData } from '../../store/trouble.js'
import { FOR_ADMIN, FOR_AUDITORS } from '../plugins/auth.js'
import { Problem } from '../problems.js'
import { keyList, keyParams, keyRequest, madeKey, rotateRequest } from '../schemas/keys.js'
import { problems } from '../schemas/problem.js'
import type { Routes } from '../typed-routes.js'

interface KeysParts {
  readonly store: Pick<Store, 'keys'>
}

/** The keys of a tenant, made and taken back by its admins. */
export const keysRoutes: Routes<KeysParts> = async (app, { store: { keys } }) => {
  app.post(
    '/keys',
    {
      config: { access: FOR_ADMIN },
      schema: {
        operationId: 'createKey',
        tags: ['keys'],
        summary: '鍵を作る',
        description:
          '自分のテナントの鍵を作ります。鍵そのものは、この応答でだけ返します（保存するのはハッシュだけです）。計測値の鍵（metrics）は全テナントの件数が見えるため、コマンドだけで作れます。',
        body: keyRequest,
        response: { 201: madeKey.describe('作った鍵'), ...problems(400, 409, 413, 415) },
      },
    },
    async ({ body: { role, name, expiresAt }, caller: { tenant, actor } }, reply) => {
      const wanted = { tenant, role, actor: name, expiresAt: dateOf(expiresAt) }
      return reply.code(201).send(shown(await keys.create(wanted, { actor }).catch(taken)))
    },
  )

  app.get(
    '/keys',
    {
      config: { access: FOR_AUDITORS },
      schema: {
        operationId: 'listKeys',
        tags: ['keys'],
        summary: '鍵を一覧する',
        description: '自分のテナントの鍵を、作った順に、無効にしたものも含めて返します。',
        response: { 200: keyList.describe('鍵の一覧') },
      },
    },
    async ({ caller: { tenant } }) => ({ items: (await keys.list(tenant)).map(info) }),
  )

  app.delete(
    '/keys/:id',
    {
      config: { access: FOR_ADMIN },
      schema: {
        operationId: 'revokeKey',
        tags: ['keys'],
        summary: '鍵を無効にする',
        description: 'すべてのインスタンスで 1 秒以内に使えなくなります。元には戻せません。',
        params: keyParams,
        response: { 204: z.null().describe('無効にした'), ...problems(404) },
      },
    },
    async ({ params: { id }, caller: { tenant, actor } }, reply) => {
      if (!(await keys.revoke(id, { tenant, actor }))) throw notThere()
      return reply.code(204).send(null)
    },
  )

  app.post(
    '/keys/:id/rotate',
    {
      config: { access: FOR_ADMIN },
      schema: {
        operationId: 'rotateKey',
        tags: ['keys'],
        summary: '鍵を入れ替える',
        description:
          '同じ ID・名前・役割のまま、新しい鍵を作ります。いまの鍵も overlapMinutes 分のあいだ使えます。計測値の鍵（metrics）はコマンドだけで入れ替えられます。',
        params: keyParams,
        body: rotateRequest,
        response: { 200: madeKey.describe('新しい鍵'), ...problems(400, 404, 413, 415) },
      },
    },
    async ({ params: { id }, body: { overlapMinutes, expiresAt }, caller: { tenant, actor } }) => {
      const key = (await keys.list(tenant)).find(one => one.id === id)
      if (key?.role === 'metrics')
        throw new Problem(
          'forbidden',
          'A key for figures sees all tenants: the command line alone renews it.',
        )
      const formerUntil = new Date(Date.now() + overlapMinutes * 60_000)
      const made = await keys.rotate(id, { formerUntil, expiresAt: dateOf(expiresAt) }, { tenant, actor })
      if (!made) throw notThere()
      return shown(made)
    },
  )
}

function info({ id, role, actor, createdAt, revokedAt, expiresAt, lastUsedAt, formerUntil }: KeyInfo) {
  return { id, role, name: actor, createdAt, revokedAt, expiresAt, lastUsedAt, formerUntil }
}

function shown(made: MadeKey) {
  return { ...info(made), key: made.key }
}

function dateOf(time: string | undefined): Date | undefined {
  return time === undefined ? undefined : new Date(time)
}

function notThere(): Problem {
  return new Problem('not_found', 'No such key is valid.')
}

/** The database keeps names apart. */
function taken(failure: unknown): never {
  if (failure instanceof StoreFailure && isOfData(failure.cause))
    throw new Problem(
      'name_taken',
      'The name stands for another key of this tenant: revoked ones keep theirs.',
    )
  throw failure
}
