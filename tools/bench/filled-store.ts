import { type Kysely, sql } from 'kysely'
import type { DatabaseLocation } from '../../src/contract/database-location.js'
import { buildIdFactory, firstIdAt } from '../../src/contract/ids.js'
import { openDatabase } from '../../src/store/database.js'
import type { Store } from '../../src/store/store.js'
import type { Tables } from '../../src/store/tables.js'
import { screen, texts } from './context.js'
import { inBulk } from './in-bulk.js'

/** So many go through the front door; the others are copies of them with ids and times of their own. */
const KEPT = 1_000
/** Copies of all of them in one statement. */
const AT_ONCE = 20
/** Half a year, over which the copies have arrived. */
const PERIOD = 180 * 24 * 60 * 60 * 1_000

/** Fills a store with `size` flagged screenings, a multiple of a thousand. Of the copies all but the last fiftieth are decided. */
export async function fill(store: Store, location: DatabaseLocation, size: number): Promise<void> {
  const nextId = buildIdFactory()
  const flagged = texts.violating
    .slice(0, 2 * KEPT)
    .map(text => ({ text, judgement: screen(text) }))
    .filter(({ judgement }) => judgement.flagged)
  await store.inbox.keep(
    'default',
    flagged.slice(0, KEPT).map(({ text, judgement }, at) => ({
      id: nextId(),
      message: { text, messageId: `m${at}`, client: { id: `c${at % 300}` } },
      judgement,
    })),
  )
  // By the connection that has time for it.
  const db = await openDatabase(location, patient => {
    const copy = () => copyRows(patient, size / KEPT - 1)
    return location.kind === 'postgres' ? inBulk(patient, COPIED, copy) : copy()
  })
  await db.destroy()
  await store.screenings.foldCounts()
}

const COPIED = ['screenings', 'screening_hits', 'screening_texts'] as const

async function copyRows(db: Kysely<Tables>, copies: number): Promise<void> {
  const end = Date.now()
  const originals = sql.lit(firstIdAt(new Date(end - 60 * 60 * 1_000)))
  const copy = async (table: (typeof COPIED)[number], id: string, changed: Record<string, string>) => {
    const row = await db.selectFrom(table).selectAll().limit(1).executeTakeFirstOrThrow()
    // SQLite numbers the texts itself.
    const others = Object.keys(row).filter(name => name !== id && name !== 'number' && !(name in changed))
    const into = [id, ...Object.keys(changed), ...others].join(', ')
    const from = ['moments.prefix || substr(it.id_, 19, 12)', ...Object.values(changed), ...others].join(', ')
    for (let first = 0; first < copies; first += AT_ONCE) {
      const moments = sql.join(
        Array.from({ length: Math.min(AT_ONCE, copies - first) }, (_, at) =>
          momentOf(first + at, copies, end),
        ),
        sql` union all `,
      )
      await sql`insert into ${sql.raw(table)} (${sql.raw(into)})
        select ${sql.raw(from)} from (select ${sql.raw(id)} as id_, ${sql.raw(table)}.* from ${sql.raw(table)}
          where ${sql.raw(id)} > ${originals}) as it, (${moments}) as moments`.execute(db)
    }
  }
  await copy('screenings', 'id', {
    created_at: 'moments.at',
    status: 'moments.status',
    waiting_since: 'moments.at',
    due: `due + moments.since - ${end}`,
  })
  await copy('screening_hits', 'screening_id', {})
  await copy('screening_texts', 'screening_id', {})
  await sql`analyze`.execute(db)
}

/** When a copy arrived, the beginning of its ids, and what became of it. */
function momentOf(number: number, copies: number, end: number) {
  const at = new Date(end - PERIOD + (number / copies) * (PERIOD - 3 * 60 * 60 * 1_000))
  const prefix = `${firstIdAt(at).slice(0, 14)}${String(number).padStart(4, '0')}`
  const status = number > copies * 0.98 ? 'pending' : number % 3 === 0 ? 'dismissed' : 'confirmed'
  return sql`select ${sql.lit(prefix)} as prefix, ${sql.lit(at.toISOString())} as at,
    ${sql.lit(at.getTime())} as since, ${sql.lit(status)} as status`
}
