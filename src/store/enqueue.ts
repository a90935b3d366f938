import type { Kysely } from 'kysely'
import type { TextKept } from '../contract/words.js'
import { inChunks } from './in-chunks.js'
import { keepWords } from './keep-words.js'
import { hitRows, screeningRow } from './rows.js'
import type { NewScreening } from './screening.js'
import type { ScreeningsTable, Tables } from './tables.js'

/** Puts screenings, with what hit them and what they are found by, before the moderators. */
export async function enqueue(
  db: Kysely<Tables>,
  tenant: string,
  screenings: readonly NewScreening[],
  textKept: TextKept,
  origin?: ScreeningsTable['origin'],
): Promise<void> {
  await writeScreenings(db, tenant, screenings, textKept, origin)
  await keepWords(db, tenant, screenings, textKept)
}

/** The screenings, and what hit them. */
export async function writeScreenings(
  db: Kysely<Tables>,
  tenant: string,
  screenings: readonly NewScreening[],
  textKept: TextKept,
  origin?: ScreeningsTable['origin'],
): Promise<void> {
  const rows = screenings.map(screening => screeningRow(tenant, screening, textKept, origin))
  await inChunks(rows, chunk =>
    db
      .insertInto('screenings')
      .values([...chunk])
      .execute(),
  )
  const hits = screenings.flatMap(screening => hitRows(tenant, screening))
  await inChunks(hits, chunk =>
    db
      .insertInto('screening_hits')
      .values([...chunk])
      .execute(),
  )
}
