import { type Kysely, type SqlBool, sql } from 'kysely'
import type { ScreeningId } from '../../contract/ids.js'
import type { CaseStatus } from '../../contract/words.js'
import type { Gate } from '../gate.js'
import type { Period } from '../precision.js'
import { screeningId } from '../rows.js'
import type { Tables } from '../tables.js'

/** What somebody found of a case: the categories of a violation or caution, none when it was dismissed. */
export interface Finding {
  readonly decision: CaseStatus
  readonly categories: readonly string[]
}

/** Decision and second opinion that are the same in so many cases. */
export interface Pairs {
  readonly first: Finding
  readonly second: Finding
  readonly count: number
}

interface Disagreement {
  readonly id: ScreeningId
  /** Of the second opinion. ISO 8601, UTC. */
  readonly at: string
  readonly first: Finding & { readonly by: string }
  readonly second: Finding & { readonly by: string }
}

/** Second opinions that were given in a period, beside the decisions that they are about. */
export interface Agreement {
  pairs(tenant: string, period: Period): Promise<readonly Pairs[]>
  /** The newest first. Those of golden items are settled, and missing: nothing is to tell them. */
  disagreements(tenant: string, period: Period, most: number): Promise<readonly Disagreement[]>
}

export function buildAgreement(gate: Gate): Agreement {
  return {
    pairs: (tenant, period) => gate.read(db => secondOpinions(db, tenant, period)),

    disagreements: (tenant, period, most) =>
      gate.read(async db => {
        const rows = await opinions(db, tenant, period)
          .select([
            'screenings.id',
            'screenings.status',
            'screenings.decided_categories',
            'screenings.decided_by',
            'look.decision',
            'look.categories',
            'look.actor',
            'look.given_at',
          ])
          .where(eb =>
            eb.or([
              sql<SqlBool>`look.decision <> screenings.status`,
              sql<SqlBool>`look.categories <> screenings.decided_categories`,
            ]),
          )
          .where('look.screening_id', 'not in', eb =>
            eb.selectFrom('golden_items').select('screening_id').where('golden_items.tenant', '=', tenant),
          )
          .orderBy('look.given_at', 'desc')
          .orderBy('look.screening_id')
          // Some name the same categories in another order.
          .limit(most * 2)
          .execute()
        return rows
          .map(row => ({ row, ...findingsOf(row) }))
          .filter(({ first, second }) => !isSame(first, second))
          .slice(0, most)
          .map(({ row, first, second }) => ({
            id: screeningId(row.id),
            at: row.given_at ?? '',
            first: { ...first, by: row.decided_by ?? '' },
            second: { ...second, by: row.actor ?? '' },
          }))
      }),
  }
}

/** How often which decision met which second opinion. */
export async function secondOpinions(
  db: Kysely<Tables>,
  tenant: string,
  period: Period,
): Promise<readonly Pairs[]> {
  const rows = await opinions(db, tenant, period)
    .select([
      'screenings.status',
      'screenings.decided_categories',
      'look.decision',
      'look.categories',
      eb => eb.fn.countAll().as('count'),
    ])
    .groupBy(['screenings.status', 'screenings.decided_categories', 'look.decision', 'look.categories'])
    .execute()
  return rows.map(row => ({ ...findingsOf(row), count: Number(row.count) }))
}

export function isSame(one: Finding, other: Finding): boolean {
  const categories = new Set([...one.categories, ...other.categories])
  return (
    one.decision === other.decision &&
    categories.size === new Set(one.categories).size &&
    categories.size === new Set(other.categories).size
  )
}

function opinions(db: Kysely<Tables>, tenant: string, period: Period) {
  return givenLooks(db, tenant, 'second', period)
}

/** Given in a period, about decisions that are still in force. */
export function givenLooks(
  db: Kysely<Tables>,
  tenant: string,
  purpose: 'second' | 'golden',
  { from, to }: Period,
) {
  return db
    .selectFrom('blind_looks as look')
    .innerJoin('screenings', 'screenings.id', 'look.screening_id')
    .whereRef('screenings.decided_at', '=', 'look.decided_at')
    .where('look.tenant', '=', tenant)
    .where('look.purpose', '=', sql.lit(purpose))
    .where('look.given_at', '>=', from.toISOString())
    .where('look.given_at', '<', to.toISOString())
}

interface Both {
  readonly status: CaseStatus
  readonly decided_categories: string | null
  readonly decision: CaseStatus | null
  readonly categories: string | null
}

/** What was decided, and what the look found. */
export function findingsOf(row: Both): { readonly first: Finding; readonly second: Finding } {
  const read = (json: string | null): readonly string[] => (json === null ? [] : JSON.parse(json))
  return {
    first: { decision: row.status, categories: read(row.decided_categories) },
    second: { decision: row.decision ?? 'pending', categories: read(row.categories) },
  }
}
