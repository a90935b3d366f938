import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { DatabaseLocation } from '../../../src/contract/database-location.js'
import { buildIdFactory } from '../../../src/contract/ids.js'
import { openDatabase } from '../../../src/store/database.js'
import { openStore } from '../../../src/store/store.js'
import { fingerprint, screen, texts } from '../context.js'
import { median } from '../stopwatch.js'
import type { Section } from './section.js'

const FEW = 1_000
/** As many as a text has. */
const BANDS = 16
const MEASURED = 300

/** What it takes to keep a flagged message, with few and with many lone texts that it might be a copy of: `--rows` of them. */
export const campaigns: Section = {
  title: 'milliseconds to keep a flagged message by stored campaigns, SQLite on disk',
  measure: async ({ rows: many }) => {
    const directory = mkdtempSync(join(tmpdir(), 'sekisho-bench-'))
    try {
      const small = await keepWith({ kind: 'sqlite', file: join(directory, 'few.db') }, FEW)
      const large = await keepWith({ kind: 'sqlite', file: join(directory, 'many.db') }, many)
      return { [FEW]: small, [many]: large, times: large / small }
    } finally {
      rmSync(directory, { recursive: true })
    }
  },
}

async function keepWith(location: DatabaseLocation, size: number): Promise<number> {
  const store = await openStore(location, 'full')
  await fill(location, size)
  const nextId = buildIdFactory()
  const each: number[] = []
  for (const text of texts.violating.slice(0, MEASURED)) {
    const one = { id: nextId(), message: { text }, judgement: screen(text), fingerprint: fingerprint(text) }
    const since = performance.now()
    await store.inbox.keep('default', [one])
    each.push(performance.now() - since)
  }
  await store.close()
  return median(each)
}

/** Lone texts with bands at random, as those of texts that have nothing in common are. */
async function fill(location: DatabaseLocation, size: number): Promise<void> {
  const db = await openDatabase(location)
  const numbers = sql`with recursive seed (n) as (select 1 union all select n + 1 from seed where n < ${sql.lit(size)})`
  await sql`insert into campaigns
    (id, tenant, status, size, first_seen, last_seen, minima, shingles, telling, announced, core_id)
    ${numbers} select printf('cmp_%026d', n), 'default', 'open', 1, '2026-01-01', '2026-01-01',
      hex(randomblob(128)), 150, hex(randomblob(200)), 0, null from seed`.execute(db)
  await sql`insert or ignore into campaign_bands (band, campaign_id)
    ${numbers}, band (b) as (select 1 union all select b + 1 from band where b < ${sql.lit(BANDS)})
    select abs(random() % 4503599627370496), printf('cmp_%026d', n) from seed, band order by 1`.execute(db)
  // Its log is in the file then, as in a store that has grown over months.
  await db.destroy()
}
