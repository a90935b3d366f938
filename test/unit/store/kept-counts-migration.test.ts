import { type Kysely, type Migration, Migrator, sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { openDatabase } from '../../../src/store/database.js'
import { screenings } from '../../../src/store/migrations/0001-screenings.js'
import { moderation } from '../../../src/store/migrations/0002-moderation.js'
import { hitRows, screeningRow } from '../../../src/store/rows.js'
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
    await enqueue(old, ['LINE', 'LINEと教材'])
    await sql`insert into events (id, tenant, at, type, actor, detail) values ('evt_1', 't', '2026', 'viewed', 'x', '{}')`.execute(
      old,
    )

    const store = await openStore(location, 'full')
    const counts = (category?: string) => store.screenings.count('t', { category })
    expect([await counts(), await counts('material_purchase')]).toMatchObject([
      { pending: 2 },
      { pending: 1 },
    ])
    await enqueue(old, ['教材'])
    expect([await counts(), await counts('material_purchase')]).toMatchObject([
      { pending: 3 },
      { pending: 2 },
    ])
    // By harm what was migrated; by arrival what that version wrote since.
    const page = { limit: 9, sort: 'harm' } as const
    const { items } = await store.screenings.list('t', { status: 'pending' }, page)
    expect(items.map(({ text }) => text.replaceAll('●', ''))).toEqual(['LINE', 'LINE教材', '教材'])
    const orders = await Promise.all(items.map(({ id }) => store.screenings.find('t', id)))
    expect(orders.map(one => one?.order.waitingSince)).toEqual(items.map(({ createdAt }) => createdAt))
    for await (const { broken, unchained } of store.audit.verify())
      expect([broken, unchained]).toEqual([null, 1])
    await old.destroy()
    await store.close()
    await remove()
  })
})

/** As that version did: without the columns that came later. */
async function enqueue(old: Kysely<Tables>, texts: readonly string[]): Promise<void> {
  const kept = texts.map(text => judged({ text }))
  const rows = kept.map(screening => {
    const { waiting_since, due, copy_hash, recipients, client_violations, reports, verdict_by, ...since } =
      screeningRow('t', screening, 'full')
    const { report_trust, open_appeals, behind, ...row } = since
    return row
  })
  // kysely knows today's columns only.
  for (const row of rows)
    await sql`insert into screenings (${sql.join(Object.keys(row).map(sql.ref))})
      values (${sql.join(Object.values(row))})`.execute(old)
  await old
    .insertInto('screening_hits')
    .values(kept.flatMap(screening => hitRows('t', screening)))
    .execute()
}
