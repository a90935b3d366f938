import { type Kysely, type Migration, Migrator, sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { openDatabase } from '../../../src/store/database.js'
import { screenings } from '../../../src/store/migrations/0001-screenings.js'
import { moderation } from '../../../src/store/migrations/0002-moderation.js'
import { hitRows, screeningRow } from '../../../src/store/rows.js'
import type { NewScreening } from '../../../src/store/screening.js'
import { openStore } from '../../../src/store/store.js'
import type { Tables } from '../../../src/store/tables.js'
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
    await enqueueAsBefore(old, [judged({ text: 'LINE' }), judged({ text: 'LINEと教材' })])
    await sql`insert into events (id, tenant, at, type, actor, detail) values ('evt_1', 't', '2026', 'viewed', 'x', '{}')`.execute(
      old,
    )

    const store = await openStore(location, 'full')
    const counts = (category?: string) => store.screenings.count('t', { category })
    expect([await counts(), await counts('material_purchase')]).toMatchObject([
      { pending: 2 },
      { pending: 1 },
    ])
    await enqueueAsBefore(old, [judged({ text: '教材' })])
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

/** Writes as that version does: it knows none of the columns that came later. */
async function enqueueAsBefore(db: Kysely<Tables>, screenings: readonly NewScreening[]): Promise<void> {
  for (const screening of screenings) {
    const { verdict_by: _, ...row } = screeningRow('t', screening, 'full')
    await db.insertInto('screenings').values(row).execute()
    await db
      .insertInto('screening_hits')
      .values([...hitRows('t', screening)])
      .execute()
  }
}
