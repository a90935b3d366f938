import type { Kysely } from 'kysely'
import type { TextKept } from '../contract/words.js'
import { isPostgres } from './dialect.js'
import { inChunks } from './in-chunks.js'
import type { NewScreening } from './screening.js'
import { gramsOf } from './search-grams.js'
import { searchable } from './search-text.js'
import { keptHistory } from './stored-history.js'
import type { Tables } from './tables.js'

/** Keeps what was written before screenings, and what they are searched by: as much as STORE_TEXT allows. */
export async function keepWords(
  db: Kysely<Tables>,
  tenant: string,
  screenings: readonly NewScreening[],
  textKept: TextKept,
): Promise<void> {
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
}
