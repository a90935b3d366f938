import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { DatabaseLocation } from '../../../src/contract/database-location.js'
import { timeOf } from '../../../src/contract/ids.js'
import { openStore, type Store } from '../../../src/store/store.js'
import type { Figures } from '../figures.js'
import { fill } from '../filled-store.js'
import { onDatabaseOfItsOwn } from '../own-database.js'
import { median } from '../stopwatch.js'
import type { Section } from './section.js'

/** Erasing and retention among `--rows` screenings of half a year; on PostgreSQL too where `--postgres` names one. */
export const forgetting: Section = {
  title: 'what erasing and retention take, by store',
  measure: async ({ rows, rounds, postgres: url }) => {
    const measured = async (location: DatabaseLocation): Promise<Figures> => {
      const store = await openStore(location, 'full')
      try {
        await fill(store, location, rows)
        return await forget(store, location, rounds)
      } finally {
        await store.close()
      }
    }
    const directory = mkdtempSync(join(tmpdir(), 'sekisho-bench-'))
    try {
      const figures: Record<string, Figures> = {
        SQLite: await measured({ kind: 'sqlite', file: join(directory, 'forgetting.db') }),
      }
      if (url !== undefined) figures.PostgreSQL = await onDatabaseOfItsOwn(url, measured)
      return figures
    } finally {
      rmSync(directory, { recursive: true })
    }
  },
}

const DAY = 24 * 60 * 60 * 1_000

/** Erases cases and a client, and purges the oldest day of a filled store. */
export async function forget(store: Store, location: DatabaseLocation, rounds: number): Promise<Figures> {
  const { items } = await store.screenings.list('default', { status: 'pending' }, { limit: 100 })
  const each: number[] = []
  for (const { id } of items.slice(0, 5 * rounds)) {
    const since = performance.now()
    await store.erasure.screening('default', id, 'bench')
    each.push(performance.now() - since)
  }
  const client = await timed(
    location,
    async () => (await store.erasure.client('default', 'c7', 'bench')).screenings,
  )
  const oldest = await store.screenings.list('default', {}, { limit: 1, sort: 'oldest' })
  const [first] = oldest.items
  if (first === undefined) throw new Error('the store is empty')
  const before = new Date(timeOf(first.id).getTime() + DAY)
  const day = await timed(location, () => store.erasure.purge(before))
  return {
    'erase a case': { milliseconds: median(each) },
    'erase a client': client,
    'purge the oldest day': day,
  }
}

/** How many cases something takes away, how long that takes, and what PostgreSQL writes into its log for it. */
async function timed(location: DatabaseLocation, work: () => Promise<number>): Promise<Figures> {
  const logBefore = await logPosition(location)
  const since = performance.now()
  const cases = await work()
  const milliseconds = performance.now() - since
  const log = (await logPosition(location)) - logBefore
  return {
    milliseconds,
    cases,
    'milliseconds a thousand cases': (1_000 * milliseconds) / cases,
    ...(location.kind === 'postgres' && { 'log kB a case': log / 1_000 / cases }),
  }
}

/** Bytes that PostgreSQL has written into its log so far, by all that use the server. */
async function logPosition(location: DatabaseLocation): Promise<number> {
  if (location.kind !== 'postgres') return 0
  const client = new pg.Client({ connectionString: location.url })
  await client.connect()
  try {
    const { rows } = await client.query("select pg_current_wal_insert_lsn() - '0/0'::pg_lsn as bytes")
    return Number(rows[0].bytes)
  } finally {
    await client.end()
  }
}
