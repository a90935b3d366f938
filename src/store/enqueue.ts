import type { Kysely } from 'kysely'
import type { TextKept } from '../contract/words.js'
import { inChunks } from './in-chunks.js'
import { keepWords } from './keep-words.js'
import type { KeyedHash } from './keyed-hash.js'
import { linkScreenings } from './link.js'
import type { LinkHash } from './link-hash.js'
import { raiseCopies } from './raise.js'
import { hitRows, screeningRow } from './rows.js'
import type { NewScreening } from './screening.js'
import { standingsOf } from './standing.js'
import type { ScreeningsTable, Tables } from './tables.js'

/** How they are kept. */
export interface Keeping {
  readonly hash: KeyedHash
  readonly textKept: TextKept
  /** By what they are linked. */
  readonly link: LinkHash
}

/** Puts screenings, with what hit them and what they are found by, before the moderators. */
export async function enqueue(
  db: Kysely<Tables>,
  tenant: string,
  screenings: readonly NewScreening[],
  { hash, textKept, link }: Keeping,
  origin?: ScreeningsTable['origin'],
): Promise<void> {
  if (screenings.length === 0) return
  const standings = await standingsOf(db, hash, tenant, screenings)
  const rows = screenings.map((screening, at) =>
    screeningRow(tenant, screening, textKept, standings[at], origin),
  )
  await inChunks(
    rows,
    chunk =>
      db
        .insertInto('screenings')
        .values([...chunk])
        .execute(),
    500,
  )
  const hits = screenings.flatMap(screening => hitRows(tenant, screening))
  await inChunks(hits, chunk =>
    db
      .insertInto('screening_hits')
      .values([...chunk])
      .execute(),
  )
  await linkScreenings(db, link, tenant, screenings)
  await keepWords(db, tenant, screenings, textKept)
  await raiseCopies(db, tenant, standings)
}
