import type { InjectOptions } from 'fastify'
import { describe, expect, test } from 'vitest'
import { type Role, roles } from '../../../src/store/keys.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

/**
 * Every operation of the document with every kind of caller. An operation that is missing here fails: somebody has to
 * decide who may use it.
 */
const all: readonly Role[] = ['platform', 'moderator', 'auditor', 'admin']
const mayUse: Readonly<Record<string, 'public' | readonly Role[]>> = {
  'POST /screen': ['platform', 'admin'],
  'POST /screen/batch': ['platform', 'admin'],
  'POST /screen/stream': ['platform', 'admin'],
  'POST /screen/draft': ['platform', 'admin'],
  'POST /v1/moderations': ['platform', 'admin'],
  'POST /reports': ['platform', 'admin'],
  'GET /screenings': ['moderator', 'auditor', 'admin'],
  'GET /screenings/counts': ['moderator', 'auditor', 'admin'],
  'GET /screenings/export': ['moderator', 'auditor', 'admin'],
  'GET /screenings/changes': ['moderator', 'auditor', 'admin'],
  'GET /screenings/{id}': ['moderator', 'auditor', 'admin'],
  'DELETE /screenings/{id}': ['admin'],
  'POST /screenings/next': ['moderator', 'admin'],
  'POST /screenings/review': ['moderator', 'admin'],
  'POST /screenings/reopen': ['moderator', 'admin'],
  'POST /screenings/{id}/claim': ['moderator', 'admin'],
  'POST /screenings/{id}/release': ['moderator', 'admin'],
  'POST /screenings/{id}/review': ['moderator', 'admin'],
  'POST /screenings/{id}/reopen': ['moderator', 'admin'],
  'GET /screenings/{id}/events': ['moderator', 'auditor', 'admin'],
  'GET /screenings/{id}/statement': all,
  'POST /screenings/{id}/appeals': ['platform', 'admin'],
  'GET /screenings/{id}/appeals': all,
  'GET /appeals': ['moderator', 'auditor', 'admin'],
  'POST /appeals/{id}/decide': ['moderator', 'admin'],
  'GET /campaigns': ['moderator', 'auditor', 'admin'],
  'GET /campaigns/{id}': ['moderator', 'auditor', 'admin'],
  'POST /campaigns/{id}/review': ['moderator', 'admin'],
  'POST /campaigns/{id}/reopen': ['moderator', 'admin'],
  'GET /lists': ['moderator', 'auditor', 'admin'],
  'GET /lists/{list}/{type}/{value}': ['moderator', 'auditor', 'admin'],
  'PUT /lists/{list}/{type}/{value}': ['admin'],
  'DELETE /lists/{list}/{type}/{value}': ['admin'],
  'GET /stats': ['moderator', 'auditor', 'admin'],
  'GET /stats/agreement': ['moderator', 'auditor', 'admin'],
  'GET /stats/budget': ['moderator', 'auditor', 'admin'],
  'GET /stats/golden': ['auditor', 'admin'],
  'GET /golden': ['auditor', 'admin'],
  'POST /golden': ['admin'],
  'DELETE /golden/{id}': ['admin'],
  'GET /stats/drafts': ['moderator', 'auditor', 'admin'],
  'GET /clients/{id}': ['moderator', 'auditor', 'admin'],
  'GET /identifiers': ['moderator', 'auditor', 'admin'],
  'DELETE /clients/{id}': ['admin'],
  'GET /webhooks/endpoint': ['auditor', 'admin'],
  'PUT /webhooks/endpoint': ['admin'],
  'DELETE /webhooks/endpoint': ['admin'],
  'GET /webhooks/endpoints': ['auditor', 'admin'],
  'GET /webhooks/endpoints/{name}': ['auditor', 'admin'],
  'PUT /webhooks/endpoints/{name}': ['admin'],
  'DELETE /webhooks/endpoints/{name}': ['admin'],
  'POST /webhooks/endpoints/{name}/test': ['admin'],
  'POST /webhooks/endpoints/{name}/rotate-secret': ['admin'],
  'GET /webhooks/deliveries': ['auditor', 'admin'],
  'POST /webhooks/deliveries/{id}/retry': ['admin'],
  'GET /audit': ['auditor', 'admin'],
  'GET /keys': ['auditor', 'admin'],
  'POST /keys': ['admin'],
  'DELETE /keys/{id}': ['admin'],
  'POST /keys/{id}/rotate': ['admin'],
  'GET /session': all,
  'GET /session/ways': 'public',
  'GET /session/login': 'public',
  'GET /session/callback': 'public',
  'DELETE /session': all,
  'GET /categories': all,
  'GET /ruleset': all,
  'POST /ruleset/reload': ['admin'],
  'GET /healthz': 'public',
  'GET /readyz': 'public',
  'GET /metrics': ['metrics', 'admin'],
}

const service = await startService({ screener: fakeScreener(), config: { hasKeys: true } })
const { paths } = (await service.get('/openapi.json')).json()
const operations = Object.entries<object>(paths).flatMap(([path, methods]) =>
  Object.keys(methods).map(method => `${method.toUpperCase()} ${path}`),
)
const keyOf = new Map<Role, string>()
for (const role of roles)
  keyOf.set(role, (await service.store.keys.create({ tenant: 'acme', role, actor: role })).key)
const revoked = await service.store.keys.create({ tenant: 'acme', role: 'admin', actor: 'gone' })
await service.store.keys.revoke(revoked.id)

test('somebody has decided on every operation', () => {
  expect([...operations].sort()).toEqual(Object.keys(mayUse).sort())
})

async function call(operation: string, authorization?: string, more: InjectOptions = {}) {
  const [method = '', path = ''] = operation.split(' ')
  const reply = await service.inject({
    method: method === 'PUT' ? 'PUT' : method === 'DELETE' ? 'DELETE' : method === 'POST' ? 'POST' : 'GET',
    url: path
      .replace('{id}', 'scr_01ARZ3NDEKTSV4RRFFQ69G5FAV')
      .replace('{list}/{type}/{value}', 'deny/client/c-1')
      .replace('{name}', 'ops'),
    headers: {
      ...(authorization !== undefined && { authorization }),
      ...(method === 'POST' || method === 'PUT' ? { 'content-type': 'application/json' } : {}),
    },
    ...(method === 'POST' || method === 'PUT' ? { payload: '{}' } : {}),
    ...more,
  })
  return reply
}

describe.each(Object.entries(mayUse))('%s', (operation, access) => {
  test.each(roles)('as %s', async role => {
    // One of them does not end by itself.
    const { statusCode } = await call(operation, `Bearer ${keyOf.get(role)}`, { payloadAsStream: true })
    if (access === 'public' || access.includes(role)) expect([401, 403]).not.toContain(statusCode)
    else expect(statusCode).toBe(403)
  })

  test.each([
    ['without a key', undefined],
    ['with a malformed one', 'Bearer x'],
    ['with an unknown one', `Bearer sek_${'0'.repeat(26)}_${'a'.repeat(43)}`],
    ['with a revoked one', `Bearer ${revoked.key}`],
    ['with a key in the wrong scheme', `Basic ${keyOf.get('admin')}`],
  ])('%s', async (_name, authorization) => {
    const reply = await call(operation, authorization)
    if (access === 'public') expect(reply.statusCode).not.toBe(401)
    else {
      expect(reply.statusCode).toBe(401)
      expect(reply.headers['www-authenticate']).toBe('Bearer')
      if (operation === 'POST /v1/moderations') expect(reply.json().error.code).toBe('invalid_api_key')
      else expect(reply.json().type).toBe('urn:sekisho:problem:unauthenticated')
    }
  })
})

test('no key is ever in the log', async () => {
  await call('GET /screenings', `Bearer ${keyOf.get('admin')}`)
  await call('GET /screenings', `Bearer ${revoked.key}`)
  const log = JSON.stringify(service.log())
  for (const key of [...keyOf.values(), revoked.key]) expect(log).not.toContain(key.slice(31))
})

describe('a tenant', () => {
  test('sees and changes nothing of another', async () => {
    const { key } = await service.store.keys.create({ tenant: 'rival', role: 'admin', actor: 'x' })
    const ours = `Bearer ${keyOf.get('admin')}`
    const theirs = `Bearer ${key}`
    const post = (url: string, payload: object, authorization: string) =>
      service.inject({ method: 'POST', url, payload, headers: { authorization } })
    const { id } = (await post('/screen', { text: 'LINE', messageId: 'm', client: { id: 'c' } }, ours)).json()
    const get = async (url: string) =>
      (await service.inject({ method: 'GET', url, headers: { authorization: theirs } })).statusCode
    expect(await get(`/screenings/${id}`)).toBe(404)
    expect(await get(`/screenings/${id}/events`)).toBe(404)
    expect(await get('/clients/c')).toBe(404)
    for (const [step, body] of [
      ['claim', {}],
      ['release', undefined],
      ['review', { decision: 'dismissed' }],
      ['reopen', undefined],
    ] as const) {
      const reply = await service.inject({
        method: 'POST',
        url: `/screenings/${id}/${step}`,
        headers: { authorization: theirs },
        ...(body && { payload: body }),
      })
      expect([step, reply.statusCode]).toEqual([step, 404])
    }
    const erase = (url: string) =>
      service.inject({ method: 'DELETE', url, headers: { authorization: theirs } })
    expect((await erase(`/screenings/${id}`)).statusCode).toBe(404)
    expect((await erase('/clients/c')).statusCode).toBe(404)
    // Its own message id is free, whatever ours stands for.
    expect((await post('/screen', { text: 'other', messageId: 'm' }, theirs)).statusCode).toBe(200)
    expect((await post('/reports', { text: 'another', messageId: 'm2' }, theirs)).statusCode).toBe(201)
    const list = await service.inject({
      method: 'GET',
      url: '/screenings',
      headers: { authorization: theirs },
    })
    expect(list.json().items.map((item: { messageId: string }) => item.messageId)).toEqual(['m2'])
    expect((await service.store.screenings.find('acme', id))?.status).toBe('pending')
  })
})
