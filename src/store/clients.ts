import { type SqlBool, sql } from 'kysely'
import { type ScreeningId, timeOf } from '../contract/ids.js'
import type { CaseStatus } from '../contract/words.js'
import { blindTo } from './blind/looks.js'
import { type Share, sharesOf } from './campaigns/shares.js'
import { type EarlierCase, readEarlierCases } from './earlier-cases.js'
import type { Gate } from './gate.js'
import { screeningId } from './rows.js'

/** What a client has done, as far as it was flagged or reported. */
interface ClientRecord {
  readonly clientId: string
  /** Of flagged or reported messages. ISO 8601, UTC. */
  readonly firstSeenAt: string
  readonly lastSeenAt: string
  readonly screenings: number
  readonly byVerdict: Readonly<Record<string, number>>
  readonly byStatus: { readonly pending: number; readonly confirmed: number; readonly dismissed: number }
  readonly byCategory: readonly {
    readonly category: string
    readonly flagged: number
    readonly confirmed: number
    readonly dismissed: number
  }[]
  readonly reports: number
  /** The newest twenty. */
  readonly latest: readonly ScreeningId[]
  /** Others that sent the same texts. */
  readonly shares: readonly Share[]
}

export interface Clients {
  /** `viewer` is who looks: what this person is handed without its decision counts as pending. */
  find(tenant: string, clientId: string, viewer?: string): Promise<ClientRecord | undefined>
  /** What it sent before a screening, newest first: ten at most. */
  earlier(tenant: string, clientId: string, id: ScreeningId, viewer?: string): Promise<readonly EarlierCase[]>
  /** Confirmed violations by client id; clients without any are absent. */
  confirmed(tenant: string, clientIds: readonly string[]): Promise<ReadonlyMap<string, number>>
}

const LATEST = 20

export function buildClients(gate: Gate): Clients {
  return {
    find: (tenant, clientId, viewer) =>
      gate.read(async db => {
        const blind = await blindTo(db, tenant, viewer)
        const isBlind =
          blind.length === 0 ? sql<SqlBool>`1 = 0` : sql<SqlBool>`screenings.id in (${sql.join(blind)})`
        const own = db
          .selectFrom('screenings')
          .where('screenings.tenant', '=', tenant)
          .where('client_id', '=', clientId)
          .where('origin', '!=', 'test')
        const groups = await own
          .select(eb => [
            'verdict',
            sql<CaseStatus>`case when ${isBlind} then 'pending' else status end`.as('seen'),
            eb.fn.countAll().as('count'),
            eb.fn.min('id').as('first'),
            eb.fn.max('id').as('last'),
          ])
          .groupBy(['verdict', 'seen'])
          .execute()
        if (groups.length === 0) return undefined
        const ids = groups.flatMap(({ first, last }) => [screeningId(first), screeningId(last)]).sort()
        const categories = await own
          .innerJoin('screening_hits as hit', 'hit.screening_id', 'screenings.id')
          .where('hit.source', '!=', 'shadow')
          .where(sql<SqlBool>`not (hit.source = 'moderator' and ${isBlind})`)
          .select([
            'hit.category',
            sql<0 | 1 | null>`case when ${isBlind} then null else hit.upheld end`.as('seen'),
            eb => eb.fn.count('screenings.id').distinct().as('count'),
          ])
          .groupBy(['hit.category', 'seen'])
          .execute()
        const reports = await own
          .innerJoin('reports', 'reports.screening_id', 'screenings.id')
          .select(eb => eb.fn.countAll().as('count'))
          .executeTakeFirstOrThrow()
        const latest = await own.select('id').orderBy('id', 'desc').limit(LATEST).execute()
        const sum = (of: (group: (typeof groups)[number]) => boolean): number =>
          groups.filter(of).reduce((total, { count }) => total + Number(count), 0)
        return {
          clientId,
          firstSeenAt: timeAt(ids.at(0)),
          lastSeenAt: timeAt(ids.at(-1)),
          screenings: sum(() => true),
          byVerdict: Object.fromEntries(
            [...new Set(groups.map(({ verdict }) => verdict))].map(verdict => [
              verdict,
              sum(group => group.verdict === verdict),
            ]),
          ),
          byStatus: {
            pending: sum(({ seen }) => seen === 'pending'),
            confirmed: sum(({ seen }) => seen === 'confirmed'),
            dismissed: sum(({ seen }) => seen === 'dismissed'),
          },
          byCategory: byCategory(categories),
          reports: Number(reports.count),
          latest: latest.map(({ id }) => screeningId(id)),
          shares: await sharesOf(db, tenant, clientId),
        }
      }),

    earlier: (tenant, clientId, id, viewer) =>
      gate.read(async db => readEarlierCases(db, tenant, clientId, id, await blindTo(db, tenant, viewer))),

    confirmed: (tenant, clientIds) =>
      gate.read(async db => {
        const rows = await db
          .selectFrom('screenings')
          .select(['client_id', eb => eb.fn.countAll().as('count')])
          .where('tenant', '=', tenant)
          .where('status', '=', 'confirmed')
          .where('origin', '!=', 'test')
          .where('client_id', 'in', [...clientIds])
          .groupBy('client_id')
          .execute()
        return new Map(rows.map(({ client_id: id, count }) => [id ?? '', Number(count)]))
      }),
  }
}

const timeAt = (id: ScreeningId | undefined): string => (id === undefined ? '' : timeOf(id).toISOString())

function byCategory(
  rows: readonly {
    readonly category: string
    readonly seen: 0 | 1 | null
    readonly count: number | string | bigint
  }[],
): ClientRecord['byCategory'] {
  return [...new Set(rows.map(({ category }) => category))].sort().map(category => {
    const counts = rows.filter(row => row.category === category)
    const of = (upheld: 0 | 1): number => Number(counts.find(({ seen }) => seen === upheld)?.count ?? 0)
    return {
      category,
      flagged: counts.reduce((sum, { count }) => sum + Number(count), 0),
      confirmed: of(1),
      dismissed: of(0),
    }
  })
}
