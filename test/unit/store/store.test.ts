import { describe, expect, test } from 'vitest'
import { StoreFailure } from '../../../src/store/gate.js'
import { openStore } from '../../../src/store/store.js'
import { judged } from '../../support/screenings.js'
import { onEveryStore } from '../../support/stores.js'

onEveryStore('a store', on => {
  test('may be opened again, by several at once', async () => {
    const screening = judged({ text: 'LINE' })
    await on.store.inbox.keep(on.tenant, [screening])
    const others = await Promise.all([1, 2, 3].map(() => openStore(on.location, 'full')))
    expect(await others[0]?.screenings.find(on.tenant, screening.id)).toBeDefined()
    await Promise.all(others.map(other => other.close()))
  })
})

describe('a store that cannot be opened says why', () => {
  test.each([
    ['a directory', { kind: 'sqlite', file: '/' }],
    ['a directory that cannot be made', { kind: 'sqlite', file: '/dev/null/x/a.db' }],
    ['a directory that takes no other', { kind: 'sqlite', file: '/proc/x/a.db' }],
    ['no database file', { kind: 'sqlite', file: 'package.json' }],
    ['nobody listens', { kind: 'postgres', url: 'postgres://nobody@127.0.0.1:1/none' }],
  ] as const)('%s', async (_name, location) => {
    await expect(openStore(location, 'full')).rejects.toThrow(StoreFailure)
  })
})
