import { expect, test } from 'vitest'
import { buildGatekeeper } from '../../../src/access/gatekeeper.js'
import { openStore } from '../../../src/store/store.js'
import { onEveryStore } from '../../support/stores.js'

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000)

onEveryStore('keys that end and are renewed', on => {
  const create = (more: object = {}) =>
    on.store.keys.create({ tenant: on.tenant, role: 'platform', actor: 'site', ...more })
  const trail = async () => (await on.store.audit.list(on.tenant, { limit: 9 })).events

  test('one that is over is none', async () => {
    const over = await create({ actor: 'over', expiresAt: inMinutes(-1) })
    const valid = await create({ actor: 'valid', expiresAt: inMinutes(1) })
    expect(await on.store.keys.identify(over.key)).toBeUndefined()
    expect(await on.store.keys.identify(valid.key)).toMatchObject({ actor: 'valid' })
    expect(await on.store.keys.rotate(over.id, { formerUntil: inMinutes(1) })).toBeUndefined()
  })

  test('without a name it has its role and a number', async () => {
    const names = []
    for (let made = 0; made < 2; made++) names.push((await create({ actor: undefined })).actor)
    expect(names).toEqual(['platform-1', 'platform-2'])
  })

  test('renewed, both secrets open until the overlap is over; renewed again, the oldest does not', async () => {
    const { id, key: first } = await create()
    const second = await on.store.keys.rotate(id, { formerUntil: inMinutes(5) })
    expect(second).toMatchObject({ id, actor: 'site', role: 'platform' })
    const opens = async (key = '') => (await on.store.keys.identify(key)) !== undefined
    expect([await opens(first), await opens(second?.key)]).toEqual([true, true])
    const third = await on.store.keys.rotate(id, { formerUntil: inMinutes(-1) })
    expect([await opens(first), await opens(second?.key), await opens(third?.key)]).toEqual([
      false,
      false,
      true,
    ])
    expect(await trail()).toMatchObject([
      { type: 'key_rotated', actor: 'command line', detail: { key: id, role: 'platform' } },
      { type: 'key_rotated' },
      { type: 'key_created' },
    ])
    await on.store.keys.revoke(id)
    expect(await opens(third?.key)).toBe(false)
    expect(await on.store.keys.rotate(id, { formerUntil: inMinutes(5) })).toBeUndefined()
  })

  test('of another tenant none is changed', async () => {
    const { id, key } = await create()
    const stranger = { tenant: `${on.tenant}-b`, actor: 'x' }
    expect(await on.store.keys.revoke(id, stranger)).toBe(false)
    expect(await on.store.keys.rotate(id, { formerUntil: inMinutes(5) }, stranger)).toBeUndefined()
    expect(await on.store.keys.list(stranger.tenant)).toEqual([])
    expect(await on.store.keys.identify(key)).toBeDefined()
  })

  test('its use is noted beside the request, once a minute', async () => {
    const { key } = await create()
    const last = async () => (await on.store.keys.list(on.tenant))[0]?.lastUsedAt
    expect(await last()).toBeNull()
    const since = Date.now()
    for (let used = 0; used < 20; used++) await on.store.keys.identify(key)
    await expect.poll(last).not.toBeNull()
    expect(Date.parse((await last()) ?? '')).toBeGreaterThanOrEqual(since)
    // One for the key itself, one for its use, and what the test before may have begun.
    expect(on.operations.filter(operation => operation === 'write').length).toBeLessThanOrEqual(3)
  })

  test('revoked by one instance it is refused by another within a second', async () => {
    const other = await openStore(on.location, 'full')
    try {
      const { id, key } = await create()
      const admit = buildGatekeeper(other.keys, { hasKeys: true })
      const kind = async () => (await admit(`Bearer ${key}`)).kind
      expect(await kind()).toBe('admitted')
      await on.store.keys.revoke(id)
      const since = performance.now()
      while ((await kind()) === 'admitted') await new Promise(resolve => setTimeout(resolve, 10))
      expect(performance.now() - since).toBeLessThan(1_000)
    } finally {
      await other.close()
    }
  })
})
