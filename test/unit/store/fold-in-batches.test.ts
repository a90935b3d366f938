import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openDatabase } from '../../../src/store/database.js'
import { databases, onEveryStore } from '../../support/stores.js'

/** More than one transaction adds up, as a purge of a long time leaves them. */
const LEFT = 12_000

onEveryStore(
  'many counts left to be added up',
  on => {
    test('are added up in several transactions, and the sum stays', async () => {
      const { store, tenant, location, operations } = on
      const db = await openDatabase(location)
      try {
        await sql`insert into screening_counts (tenant, axis, rule, category, step, status, verdict, origin, count, fresh)
          select ${tenant}, 'confidence', '', '', '099', 'pending', 'block', 'screen', case when n % 3 = 0 then -1 else 2 end, true
          from generate_series(1, ${sql.lit(LEFT)}) as n`.execute(db)
        const before = await store.screenings.count(tenant, {})
        const earlier = operations.length
        await store.screenings.foldCounts()
        const writes = operations.slice(earlier).filter(operation => operation === 'write')
        expect(writes.length).toBeGreaterThan(1)
        const { rows } =
          await sql`select count, fresh from screening_counts where tenant = ${tenant}`.execute(db)
        expect(rows).toEqual([{ count: LEFT, fresh: false }])
        expect(await store.screenings.count(tenant, {})).toEqual(before)
      } finally {
        await db.destroy()
      }
    })
  },
  databases.filter(({ name }) => name === 'PostgreSQL'),
)
