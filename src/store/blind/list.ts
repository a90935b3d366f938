import type { Kysely, Selectable } from 'kysely'
import type { CaseStatus } from '../../contract/words.js'
import { conditions, rowsQuery } from '../list-query.js'
import type { Page, ScreeningFilter } from '../screening.js'
import type { ScreeningsTable, Tables } from '../tables.js'
import { type Look, openLooks } from './looks.js'

type Row = Selectable<ScreeningsTable>

/** The page of a list, and one row more when another follows. */
export type PageOf = (page: Page) => Promise<readonly Row[]>

/**
 * The page as somebody has to see it who looks at some cases blind: those stand among the pending ones, and are found by no
 * decision.
 */
export async function pageSeenBy(
  db: Kysely<Tables>,
  tenant: string,
  actor: string | undefined,
  filter: ScreeningFilter,
  page: Page,
  pageOf: PageOf,
): Promise<readonly Row[]> {
  const looks = actor === undefined ? [] : await openLooks(db, tenant, actor)
  if (looks.length === 0) return pageOf(page)
  const hidden = new Set<string>(looks.map(({ id }) => id))
  // As many more as may be taken out.
  const rows = await pageOf({ ...page, limit: page.limit + hidden.size })
  const blind = await blindRows(db, tenant, looks, filter, page)
  return [...rows.filter(({ id }) => !hidden.has(id)), ...blind]
    .sort(before[page.sort ?? 'newest'])
    .slice(0, page.limit + 1)
}

const before = {
  newest: (a: Row, b: Row) => (a.id > b.id ? -1 : 1),
  oldest: (a: Row, b: Row) => (a.id < b.id ? -1 : 1),
  harm: (a: Row, b: Row) => a.due - b.due || (a.id < b.id ? -1 : 1),
}

/** By how much the counts of each status differ for somebody who looks at some of the cases blind. */
export async function countsSeenBy(
  db: Kysely<Tables>,
  tenant: string,
  actor: string | undefined,
  filter: ScreeningFilter,
  counts: Readonly<Record<CaseStatus, number>>,
): Promise<Readonly<Record<CaseStatus, number>>> {
  const looks = actor === undefined ? [] : await openLooks(db, tenant, actor)
  const rows = await blindRows(db, tenant, looks, { ...filter, status: undefined }, { limit: 0 })
  const isOfHolder = filter.claimedBy !== undefined
  const decided = (status: CaseStatus): number =>
    isOfHolder ? 0 : rows.filter(row => row.status === status).length
  return {
    pending: counts.pending + rows.length,
    confirmed: counts.confirmed - decided('confirmed'),
    dismissed: counts.dismissed - decided('dismissed'),
  }
}

/** Those of the cases that fit a filter as the pending ones that they look like. */
async function blindRows(
  db: Kysely<Tables>,
  tenant: string,
  looks: readonly Look[],
  { status, claimedBy, ...filter }: ScreeningFilter,
  page: Page,
): Promise<readonly Row[]> {
  const now = new Date().toISOString()
  const ids = looks
    .filter(({ actor, until }) => {
      const holder = until !== null && until > now ? actor : 'free'
      return claimedBy === undefined || claimedBy === holder
    })
    .map(({ id }) => id)
  if (ids.length === 0 || (status !== undefined && status !== 'pending')) return []
  return rowsQuery(db, ids)
    .where('tenant', '=', tenant)
    .where(eb => eb.and(conditions(eb, db, tenant, filter, page)))
    .execute()
}
