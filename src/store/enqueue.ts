import type { Kysely } from 'kysely'
import type { TextKept } from '../contract/words.js'
import { isPostgres } from './dialect.js'
import { inChunks } from './in-chunks.js'
import { hitRows, screeningRow } from './rows.js'
import type { NewScreening } from './screening.js'
import { gramsOf } from './search-grams.js'
import { searchable } from './search-text.js'
import { keptHistory } from './stored-history.js'
import type { ScreeningsTable, Tables } from './tables.js'

/** Puts screenings, with what hit them, before the moderators. */
export async function enqueue(
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
  const histories = screenings.flatMap(screening => {
    const history = keptHistory(screening, textKept)
    return history === undefined ? [] : [{ screening_id: screening.id, history: JSON.stringify(history) }]
  })
  await inChunks(histories, chunk =>
    db
      .insertInto('screening_histories')
      .values([...chunk])
      .execute(),
  )
  const hasGrams = isPostgres(db)
  const texts = screenings.flatMap(({ id, message, judgement }) => {
    const folded = searchable(textKept, message.text, judgement.flags)
    if (folded === undefined) return []
    const row = { screening_id: id, folded }
    return [hasGrams ? { ...row, grams: `{${gramsOf(tenant, folded).join(',')}}` } : row]
  })
  await inChunks(texts, chunk =>
    db
      .insertInto('screening_texts')
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
