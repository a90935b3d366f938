import type { Kysely, Selectable } from 'kysely'
import type { ScreeningId } from '../contract/ids.js'
import { caseStatus } from '../contract/words.js'
import { asksForHits } from './flag-conditions.js'
import type { Gate } from './gate.js'
import { countByStatus, foldCounts, isSoonerByHits, rowsToFind, type StatusCounts } from './kept-counts.js'
import { idsByHitsQuery, idsQuery, rowsQuery } from './list-query.js'
import { detailOf, placeOf, summaryOf } from './rows.js'
import type {
  Page,
  Place,
  ScreeningDetail,
  ScreeningFilter,
  ScreeningSummary,
  WithHistory,
} from './screening.js'
import { searchedIds } from './search.js'
import { readHistory } from './stored-history.js'
import type { ScreeningsTable, Tables } from './tables.js'

/** What was flagged or reported, as moderators look through it. */
export interface Screenings {
  /** A page never shifts while messages arrive: it goes on after the cursor. */
  list(tenant: string, filter: ScreeningFilter, page: Page): Promise<ScreeningList>
  /** How many there are of each status; the filter's own status does not count. */
  count(tenant: string, filter: ScreeningFilter): Promise<StatusCounts>
  /** To be called now and then: the counts are right without, and found faster with it. */
  foldCounts(): Promise<void>
  find(tenant: string, id: ScreeningId): Promise<(ScreeningDetail & WithHistory) | undefined>
}

interface ScreeningList {
  readonly items: readonly ScreeningSummary[]
  readonly nextCursor: Place | null
}

export function buildScreenings(gate: Gate): Screenings {
  return {
    list: (tenant, filter, page) =>
      gate.read(async db => {
        const rows = await pageOf(db, tenant, filter, page)
        const shown = rows.slice(0, page.limit)
        const last = rows.length > page.limit ? shown.at(-1) : undefined
        return { items: shown.map(summaryOf), nextCursor: last ? placeOf(last) : null }
      }),

    count: (tenant, filter) => gate.read(db => countByStatus(db, tenant, filter)),

    foldCounts: () => foldCounts(gate),

    find: (tenant, id) =>
      gate.read(async db => {
        const row = await db
          .selectFrom('screenings')
          .leftJoin('screening_histories as before', 'before.screening_id', 'screenings.id')
          .selectAll('screenings')
          .select('before.history')
          .where('tenant', '=', tenant)
          .where('id', '=', id)
          .executeTakeFirst()
        return row && { ...detailOf(row), ...readHistory(row) }
      }),
  }
}

/** The rows of a page, and one more when another follows. */
async function pageOf(
  db: Kysely<Tables>,
  tenant: string,
  filter: ScreeningFilter,
  page: Page,
): Promise<readonly Selectable<ScreeningsTable>[]> {
  if (page.sort === 'harm' && filter.status === undefined) return pageOfEachStatus(db, tenant, filter, page)
  const byHits =
    asksForHits(filter) && filter.clientId === undefined && (await isSoonerByHits(db, tenant, filter, page))
  const ids = byHits ? idsByHitsQuery : idsQuery
  const { q, ...rest } = filter
  if (q !== undefined) {
    const found = await searchedIds(db, tenant, { ...rest, q }, page, ids)
    return found.length === 0 ? [] : rowsQuery(db, found, page.sort).execute()
  }
  const toFind = () => rowsToFind(db, tenant, filter, page, page.limit + 1)
  const first = (limit: number) => rowsQuery(db, ids(db, tenant, filter, page, limit), page.sort).execute()
  const limit = await toFind()
  const rows = await first(limit)
  // One that arrived between the two would push the last out.
  return (await toFind()) > limit ? first(page.limit + 1) : rows
}

/** The order by harm is an index of each status: the pages of all three, put together. */
async function pageOfEachStatus(
  db: Kysely<Tables>,
  tenant: string,
  filter: ScreeningFilter,
  page: Page,
): Promise<readonly Selectable<ScreeningsTable>[]> {
  const pages: Selectable<ScreeningsTable>[] = []
  for (const status of caseStatus.options)
    pages.push(...(await pageOf(db, tenant, { ...filter, status }, page)))
  return pages.sort((a, b) => a.due - b.due || (a.id < b.id ? -1 : 1)).slice(0, page.limit + 1)
}
