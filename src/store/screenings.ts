import type { ScreeningId } from '../contract/ids.js'
import type { Gate } from './gate.js'
import { countByStatus, foldCounts, hasFewHits, type StatusCounts } from './kept-counts.js'
import { asksForHits, listByHitsQuery, listQuery } from './list-query.js'
import { detailOf, summaryOf } from './rows.js'
import type { Page, ScreeningDetail, ScreeningFilter, ScreeningSummary } from './screening.js'

/** What was flagged or reported, as moderators look through it. */
export interface Screenings {
  /** Newest first. A page never shifts while messages arrive: it goes on below the cursor. */
  list(tenant: string, filter: ScreeningFilter, page: Page): Promise<ScreeningList>
  /** How many there are of each status; the filter's own status does not count. */
  count(tenant: string, filter: ScreeningFilter): Promise<StatusCounts>
  /** To be called now and then: the counts are right without, and found faster with it. */
  foldCounts(): Promise<void>
  find(tenant: string, id: ScreeningId): Promise<ScreeningDetail | undefined>
}

interface ScreeningList {
  readonly items: readonly ScreeningSummary[]
  readonly nextCursor: ScreeningId | null
}

export function buildScreenings(gate: Gate): Screenings {
  return {
    list: (tenant, filter, page) =>
      gate.read(async db => {
        const byHits =
          asksForHits(filter) && filter.clientId === undefined && (await hasFewHits(db, tenant, filter))
        const query = byHits ? listByHitsQuery : listQuery
        const rows = await query(db, tenant, filter, page).execute()
        const items = rows.slice(0, page.limit).map(summaryOf)
        return { items, nextCursor: rows.length > page.limit ? (items.at(-1)?.id ?? null) : null }
      }),

    count: (tenant, filter) => gate.read(db => countByStatus(db, tenant, filter)),

    foldCounts: () => foldCounts(gate),

    find: (tenant, id) =>
      gate.read(async db => {
        const row = await db
          .selectFrom('screenings')
          .selectAll()
          .where('tenant', '=', tenant)
          .where('id', '=', id)
          .executeTakeFirst()
        return row && detailOf(row)
      }),
  }
}
