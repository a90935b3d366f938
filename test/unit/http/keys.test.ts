import { expect, test } from 'vitest'
import { keyList, madeKey } from '../../../src/http/schemas/keys.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'
import { onEveryStore } from '../../support/stores.js'

onEveryStore('keys over the API', on => {
  async function asAdmin() {
    const service = await startService({
      screener: fakeScreener(),
      store: { ...on.store, close: async () => undefined },
      config: { hasKeys: true },
    })
    const { key } = await on.store.keys.create({ tenant: on.tenant, role: 'admin', actor: 'boss' })
    const call = (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object, by = key) =>
      service.inject({
        method,
        url,
        headers: { authorization: `Bearer ${by}` },
        ...(payload && { payload }),
      })
    return { call, key }
  }

  test('an admin makes, renews and revokes them; the secret is told once', async () => {
    const { call } = await asAdmin()
    const made = await call('POST', '/keys', { role: 'moderator', name: '佐藤' })
    expect(made.statusCode).toBe(201)
    const { id, key } = madeKey.parse(made.json())
    expect((await call('GET', '/screenings', undefined, key)).statusCode).toBe(200)
    const listed = await call('GET', '/keys')
    expect(keyList.parse(listed.json()).items.map(({ name }) => name)).toEqual(['boss', '佐藤'])
    expect(listed.body).not.toContain(key.slice(31))

    const renewed = madeKey.parse((await call('POST', `/keys/${id}/rotate`, { overlapMinutes: 0 })).json())
    expect(renewed).toMatchObject({ id, name: '佐藤', formerUntil: null })
    expect((await call('GET', '/screenings', undefined, renewed.key)).statusCode).toBe(200)
    // The first is believed for less than a second more.
    const first = async () => (await call('GET', '/screenings', undefined, key)).statusCode
    await expect.poll(first, { timeout: 1_000 }).toBe(401)

    expect((await call('DELETE', `/keys/${id}`)).statusCode).toBe(204)
    expect((await call('DELETE', `/keys/${id}`)).statusCode).toBe(404)
    expect((await call('POST', `/keys/${id}/rotate`, {})).statusCode).toBe(404)
    const { events } = await on.store.audit.list(on.tenant, { limit: 3 })
    expect(events.map(({ type, actor }) => [type, actor])).toEqual([
      ['key_revoked', 'boss'],
      ['key_rotated', 'boss'],
      ['key_created', 'boss'],
    ])
  })

  test('a name stands for one key', async () => {
    const { call } = await asAdmin()
    const again = await call('POST', '/keys', { role: 'moderator', name: 'boss' })
    expect([again.statusCode, again.json().type]).toEqual([409, 'urn:sekisho:problem:name_taken'])
  })

  test.each([
    [{ role: 'metrics' }, '/role'],
    [{ role: 'owner' }, '/role'],
    [{ role: 'admin', name: 'free' }, '/name'],
    [{ role: 'admin', name: 'a(b)' }, '/name'],
    [{ role: 'admin', expiresAt: '2020-01-01T00:00:00Z' }, '/expiresAt'],
    [{ role: 'admin', expiresAt: 'tomorrow' }, '/expiresAt'],
  ])('%j is refused', async (body, pointer) => {
    const { call } = await asAdmin()
    const refused = await call('POST', '/keys', body)
    expect(refused.statusCode).toBe(400)
    expect(refused.json().errors).toMatchObject([{ pointer }])
  })

  test('keys of others are not there, and a key for figures is not renewed', async () => {
    const { call } = await asAdmin()
    const other = await on.store.keys.create({ tenant: `${on.tenant}-b`, role: 'platform' })
    const figures = await on.store.keys.create({ tenant: on.tenant, role: 'metrics' })
    expect((await call('DELETE', `/keys/${other.id}`)).statusCode).toBe(404)
    expect((await call('POST', `/keys/${other.id}/rotate`, {})).statusCode).toBe(404)
    expect((await call('POST', `/keys/${figures.id}/rotate`, {})).statusCode).toBe(403)
  })
})
