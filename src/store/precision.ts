import type { Kysely } from 'kysely'
import { firstIdAt } from '../contract/ids.js'
import type { RuleStatus } from '../contract/words.js'
import type { Tables, TalliesTable } from './tables.js'

export interface Period {
  /** Inclusive. */
  readonly from: Date
  /** Exclusive. */
  readonly to: Date
}

/** How a category or a rule has fared before the moderators. */
export interface DecisionCounts {
  readonly flagged: number
  readonly confirmed: number
  readonly dismissed: number
  /** Confirmed among the decided; null while nothing is decided. */
  readonly precision: number | null
}

export interface CategoryPrecision extends DecisionCounts {
  readonly category: string
  /** Decided screenings that had this category without its flag: what the rules missed there. */
  readonly missed: number
}

export interface RulePrecision extends DecisionCounts {
  readonly rule: string
  readonly category: string
  readonly status: RuleStatus
  /** Matches in all messages, kept or not. */
  readonly hits: number
}

/** What was hit in the screenings that arrived in a period. */
const hitsIn = (db: Kysely<Tables>, tenant: string, { from, to }: Period) =>
  db
    .selectFrom('screening_hits')
    .where('tenant', '=', tenant)
    .where('screening_id', '>=', firstIdAt(from))
    .where('screening_id', '<', firstIdAt(to))

/** Counted by screening: two rules of one flag share its decision. */
export async function categoryPrecision(
  db: Kysely<Tables>,
  tenant: string,
  period: Period,
): Promise<CategoryPrecision[]> {
  const flags = await hitsIn(db, tenant, period)
    .select([
      'category',
      'source',
      'upheld',
      eb => eb.fn.count<number>('screening_id').distinct().as('count'),
    ])
    .where('source', '!=', 'shadow')
    .groupBy(['category', 'source', 'upheld'])
    .execute()
  const names = [...new Set(flags.map(({ category }) => category))]
  return names.sort().map(category => {
    const own = flags.filter(flag => flag.category === category)
    const missed = sum(own.filter(({ source }) => source === 'moderator'))
    return { category, ...decisionCounts(own.filter(({ source }) => source === 'rule')), missed }
  })
}

export async function rulePrecision(
  db: Kysely<Tables>,
  tenant: string,
  period: Period,
  tallies: readonly TalliesTable[],
): Promise<RulePrecision[]> {
  const hits = await hitsIn(db, tenant, period)
    .select(['category', 'rule', 'source', 'upheld', eb => eb.fn.countAll<number>().as('count')])
    .groupBy(['category', 'rule', 'source', 'upheld'])
    .execute()
  const counted = tallies.filter(({ kind }) => kind === 'rule' || kind === 'shadow')
  const names = new Set([
    ...hits.filter(({ rule }) => rule !== '').map(({ rule }) => rule),
    ...counted.map(({ name }) => name),
  ])
  return [...names].sort().map(rule => {
    const own = hits.filter(hit => hit.rule === rule)
    const matches = counted.filter(({ name }) => name === rule)
    const isShadow =
      own.some(({ source }) => source === 'shadow') || matches.some(({ kind }) => kind === 'shadow')
    return {
      rule,
      category: own[0]?.category ?? rule.split('.')[0] ?? rule,
      status: isShadow ? ('shadow' as const) : ('live' as const),
      hits: sum(matches),
      ...decisionCounts(own),
    }
  })
}

function decisionCounts(
  hits: readonly { readonly upheld: 0 | 1 | null; readonly count: number | string }[],
): DecisionCounts {
  const confirmed = sum(hits.filter(({ upheld }) => upheld === 1))
  const dismissed = sum(hits.filter(({ upheld }) => upheld === 0))
  const decided = confirmed + dismissed
  return { flagged: sum(hits), confirmed, dismissed, precision: decided === 0 ? null : confirmed / decided }
}

const sum = (rows: readonly { readonly count: number | string }[]): number =>
  rows.reduce((total, row) => total + Number(row.count), 0)
