import type { Kysely, Selectable } from 'kysely'
import type { ScreeningId } from '../contract/ids.js'
import { caseStatus } from '../contract/words.js'
import { asItPassed } from './audited/reveal.js'
import { countsSeenBy, pageSeenBy } from './blind/list.js'
import { seenBy } from './blind/looks.js'
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
import { readHistory, withHistory } from './stored-history.js'
import type { ScreeningsTable, Tables } from './tables.js'

/**
 * What was flagged or reported, as moderators look through it. `viewer` is who looks: a case that this person has been
 * handed to look at without seeing its decision looks pending.
 */
export interface Screenings {
  /** A page never shifts while messages arrive: it goes on after the cursor. */
  list(tenant: string, filter: ScreeningFilter, page: Page, viewer?: string): Promise<ScreeningList>
  /** How many there are of each status; the filter's own status does not count. */
  count(tenant: string, filter: ScreeningFilter, viewer?: string): Promise<StatusCounts>
  /** Of how many that are decided somebody objects to the decision, and waits for an answer. */
  countAppealed(tenant: string, filter: ScreeningFilter, viewer?: string): Promise<number>
  /** To be called now and then: the counts are right without, and found faster with it. */
  foldCounts(): Promise<void>
  find(tenant: string, id: ScreeningId, viewer?: string): Promise<(ScreeningDetail & WithHistory) | undefined>
  /** The same as the platform knows its message: that it passed, also while moderators are not to see that. */
  asItPassed(screening: ScreeningDetail): Promise<ScreeningDetail>
}

interface ScreeningList {
  readonly items: readonly ScreeningSummary[]
  readonly nextCursor: Place | null
}

export function buildScreenings(gate: Gate): Screenings {
  return {
    list: (tenant, filter, page, viewer) =>
      gate.read(async db => {
        const rows = await pageSeenBy(db, tenant, viewer, filter, page, of => pageOf(db, tenant, filter, of))
        const shown = rows.slice(0, page.limit)
        const last = rows.length > page.limit ? shown.at(-1) : undefined
        const items = await seenBy(db, tenant, viewer, shown.map(summaryOf))
        const { status } = filter
        return {
          items: items.filter(one => status === undefined || one.status === status),
          nextCursor: last ? placeOf(last) : null,
        }
      }),

    count: (tenant, filter, viewer) =>
      gate.read(async db =>
        countsSeenBy(db, tenant, viewer, filter, await countByStatus(db, tenant, filter)),
      ),

    countAppealed: (tenant, filter, viewer) =>
      gate.read(async db => {
        const of = { ...filter, appeal: 'open' } as const
        const counts = await countsSeenBy(db, tenant, viewer, of, await countByStatus(db, tenant, of))
        return counts.confirmed + counts.dismissed
      }),

    foldCounts: () => foldCounts(gate),

    find: (tenant, id, viewer) =>
      gate.read(async db => {
        const row = await withHistory(db).where('tenant', '=', tenant).where('id', '=', id).executeTakeFirst()
        if (row === undefined) return undefined
        const [seen] = await seenBy(db, tenant, viewer, [{ ...detailOf(row), ...readHistory(row) }])
        return seen
      }),

    asItPassed: screening => gate.read(db => asItPassed(db, screening)),
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
  const isOfFew = filter.clientId !== undefined || filter.appeal !== undefined
  const byHits = asksForHits(filter) && !isOfFew && (await isSoonerByHits(db, tenant, filter, page))
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
