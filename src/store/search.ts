import { type Kysely, sql } from 'kysely'
import { type idsByHitsQuery, idsQuery, inOrder } from './list-query.js'
import type { Page, ScreeningFilter } from './screening.js'
import { holds } from './search-query.js'
import type { Tables } from './tables.js'

/** So many are looked through one by one: of what one in sixty holds, that is a page. */
const WALKED = 3_000

/**
 * The ids of a page, and one more when another follows. What many texts hold is soon found among those that come first;
 * what few hold is found by the index; neither way takes long where the other would.
 */
export async function searchedIds(
  db: Kysely<Tables>,
  tenant: string,
  { q, campaigns: _each, ...filter }: ScreeningFilter & { readonly q: string },
  page: Page,
  idsOf: typeof idsQuery | typeof idsByHitsQuery,
): Promise<readonly string[]> {
  const limit = page.limit + 1
  const first = idsOf(db, tenant, filter, page, WALKED).as('first')
  const walked = await inOrder(
    db
      .selectFrom(first)
      .innerJoin('screenings', 'screenings.id', 'first.id')
      .select('screenings.id')
      .where(holds(db, sql.ref('first.id'), q)),
    page.sort,
  )
    .limit(limit)
    .execute()
  if (walked.length === limit) return walked.map(({ id }) => id)
  const found = await idsQuery(db, tenant, { ...filter, q }, page, limit).execute()
  return found.map(({ id }) => id)
}
