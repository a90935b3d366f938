import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openDatabase } from '../../../src/store/database.js'
import { judged } from '../../support/screenings.js'
import { databases, onEveryStore } from '../../support/stores.js'

const CASES = 60

onEveryStore(
  'what a purge leaves to be added up',
  on => {
    test.each(['purge', 'erasure of a client'])('after a %s it is not more with every case', async how => {
      const { store, tenant, location } = on
      const client = { id: `c-${tenant}` }
      const kept = Array.from({ length: CASES }, () => judged({ text: 'LINEと教材', client }))
      await store.inbox.keep(tenant, kept)
      await store.screenings.foldCounts()
      if (how === 'purge') await store.erasure.purge(new Date(Date.now() + 60_000))
      else await store.erasure.client(tenant, client.id, 'site')
      const db = await openDatabase(location)
      try {
        const { rows } = await sql`
          select count from screening_counts where tenant = ${tenant} and fresh`.execute(db)
        expect(rows.length).toBeGreaterThan(0)
        expect(rows.length).toBeLessThan(CASES)
        expect(await store.screenings.count(tenant, {})).toMatchObject({ pending: 0 })
      } finally {
        await db.destroy()
      }
    })
  },
  databases.filter(({ name }) => name === 'PostgreSQL'),
)
