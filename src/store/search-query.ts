import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely'
import { isPostgres } from './dialect.js'
import { gramsToFind } from './search-grams.js'
import { foldForSearch } from './search-text.js'
import type { Tables } from './tables.js'

/** Texts that hold what is looked for, letter for letter after folding. Both stores find the same, by ways of their own. */

/** The ids of all of them, by the index: the short way when there are few. */
export function idsHolding(db: Kysely<Tables>, tenant: string, q: string): RawBuilder<string> {
  const wanted = foldForSearch(q)
  return isPostgres(db) ? byGrams(tenant, wanted) : byTrigrams(wanted)
}

/** Whether the text of a screening does: looks at that one, the short way among many that do. */
export function holds(db: Kysely<Tables>, id: RawBuilder<unknown>, q: string): RawBuilder<SqlBool> {
  const position = isPostgres(db) ? sql`strpos` : sql`instr`
  return sql`(select ${position}(held.folded, ${foldForSearch(q)}) from screening_texts as held
    where held.screening_id = ${id}) > 0`
}

/** Evaluated once, before the screenings are looked at: the planner does not know how few they are. */
function byGrams(tenant: string, wanted: string): RawBuilder<string> {
  const grams = `{${gramsToFind(tenant, wanted).join(',')}}`
  return sql`(with found as materialized (
    select screening_id from screening_texts
    where grams @> ${grams}::integer[] and strpos(folded, ${wanted}) > 0
  ) select screening_id from found)`
}

/** The index holds groups of three: fewer characters are looked for as the beginning of one. */
function byTrigrams(wanted: string): RawBuilder<string> {
  const isShort = [...wanted].length < 3
  const numbers = isShort
    ? sql`select doc from screening_text_terms where term >= ${wanted} and term < ${`${wanted}\u{10ffff}`}`
    : sql`select rowid from screening_text_index where screening_text_index match ${phrase(wanted)}`
  return sql`(select screening_id from screening_texts where number in (${numbers}))`
}

/** One string of FTS5's language, in which nothing means anything but itself. */
const phrase = (text: string): string => `"${text.replaceAll('"', '""')}"`
