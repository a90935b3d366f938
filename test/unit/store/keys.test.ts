import { expect, test } from 'vitest'
import { onEveryStore } from '../../support/stores.js'

onEveryStore('keys', on => {
  test('the secret is shown once and never kept', async () => {
    const { id, key } = await on.store.keys.create({ tenant: on.tenant, role: 'platform', actor: 'site' })
    expect(key).toMatch(/^sek_[0-9A-Z]{26}_[\w-]{43}$/)
    expect(await on.store.keys.identify(key)).toEqual({ tenant: on.tenant, role: 'platform', actor: 'site' })
    expect(JSON.stringify(await on.store.keys.list())).not.toContain(key.slice(31))
    expect(await on.store.keys.any()).toBe(true)
    expect((await on.store.audit.list(on.tenant, { limit: 9 })).events).toMatchObject([
      { type: 'key_created', detail: { key: id, role: 'platform' } },
    ])
  })

  test('a key that is not quite right is none', async () => {
    const { key } = await on.store.keys.create({ tenant: on.tenant, role: 'admin', actor: 'a' })
    const { key: other } = await on.store.keys.create({ tenant: on.tenant, role: 'admin', actor: 'b' })
    const last = key.endsWith('A') ? 'B' : 'A'
    for (const wrong of [
      '',
      'sek_',
      key.slice(0, -1),
      key.slice(0, -2) + last + last,
      key.slice(0, 31) + other.slice(31),
      key.toLowerCase(),
      `${key} `,
    ])
      expect(await on.store.keys.identify(wrong)).toBeUndefined()
  })

  test('a revoked one is none, and is revoked once', async () => {
    const { id, key } = await on.store.keys.create({ tenant: on.tenant, role: 'admin', actor: 'a' })
    expect(await on.store.keys.revoke(id)).toBe(true)
    expect(await on.store.keys.revoke(id)).toBe(false)
    expect(await on.store.keys.identify(key)).toBeUndefined()
  })

  test('a name stands for one key of a tenant', async () => {
    await on.store.keys.create({ tenant: on.tenant, role: 'moderator', actor: 'sato' })
    await expect(on.store.keys.create({ tenant: on.tenant, role: 'admin', actor: 'sato' })).rejects.toThrow()
    await on.store.keys.create({ tenant: `${on.tenant}-b`, role: 'admin', actor: 'sato' })
  })
})
