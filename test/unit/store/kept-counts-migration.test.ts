import { type Migration, Migrator, sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { openDatabase } from '../../../src/store/database.js'
import { writeScreenings } from '../../../src/store/enqueue.js'
import { screenings } from '../../../src/store/migrations/0001-screenings.js'
import { moderation } from '../../../src/store/migrations/0002-moderation.js'
import { openStore } from '../../../src/store/store.js'
import { judged } from '../../support/screenings.js'
import { databases } from '../../support/stores.js'

const before: Readonly<Record<string, Migration>> = {
  '0001-screenings': screenings,
  '0002-moderation': moderation,
}

describe.each(databases)('a store of the version before, on $name', ({ create }) => {
  test('has its counts after the migration, and while that version goes on writing', async () => {
    const { location, remove } = await create()
    const old = await openDatabase(location)
    await new Migrator({
      db: old,
      provider: { getMigrations: async () => ({ ...before }) },
    }).migrateToLatest()
    await writeScreenings(old, 't', [judged({ text: 'LINE' }), judged({ text: 'LINEと教材' })], 'full')
    await sql`insert into events (id, tenant, at, type, actor, detail) values ('evt_1', 't', '2026', 'viewed', 'x', '{}')`.execute(
      old,
    )

    const store = await openStore(location, 'full')
    const counts = (category?: string) => store.screenings.count('t', { category })
    expect([await counts(), await counts('material_purchase')]).toMatchObject([
      { pending: 2 },
      { pending: 1 },
    ])
    await writeScreenings(old, 't', [judged({ text: '教材' })], 'full')
    expect([await counts(), await counts('material_purchase')]).toMatchObject([
      { pending: 3 },
      { pending: 2 },
    ])
    for await (const { broken, unchained } of store.audit.verify())
      expect([broken, unchained]).toEqual([null, 1])
    await old.destroy()
    await store.close()
    await remove()
  })
})
