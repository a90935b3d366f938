import type { Kysely } from 'kysely'
import { firstIdAt, timeOf } from '../contract/ids.js'
import type { Decider, Stage } from '../contract/words.js'
import type { Gate } from './gate.js'
import type { Period } from './precision.js'
import { screeningId } from './rows.js'
import type { Tables } from './tables.js'

/** A message that was flagged, which are all there are, or one that passed and was drawn for an audit. */
export interface SampledMessage {
  readonly stage: Stage
  /** Probability by category. */
  readonly scores: Readonly<Record<string, number>>
  /** What made the flag that made the verdict; null of what passed. */
  readonly by: Decider | null
  /** The share of passed messages that was drawn then; null of what was flagged. */
  readonly auditRate: number | null
  /** What moderators found: the categories of a violation or caution, none when it is fine. Null: nobody has decided. */
  readonly found: { readonly isConfirmed: boolean; readonly categories: readonly string[] } | null
}

/** Messages judged, by whether they passed. */
export interface Volumes {
  readonly passed: number
  readonly flagged: number
}

/** Of one tenant; without it, for the operator's own figures, of all. */
export interface Whose extends Period {
  readonly tenant?: string | undefined
}

/** What tells how many violations pass. */
export interface BudgetSample {
  /** When the first audited message of a period arrived. */
  firstAudit(whose: Whose): Promise<Date | undefined>
  /** Of the days (UTC) that a period touches. */
  volumes(whose: Whose): Promise<Volumes>
  /** Page by page: constant memory, however many there are. */
  messages(whose: Whose): AsyncGenerator<readonly SampledMessage[]>
}

const PAGE = 1_000

export function buildBudgetSample(gate: Gate, flush: () => Promise<void>): BudgetSample {
  return {
    firstAudit: whose =>
      gate.read(async db => {
        const { tenant, from, to } = whose
        let query = db
          .selectFrom('audited_messages')
          .select(eb => eb.fn.min('screening_id').as('first'))
          .where('screening_id', '>=', firstIdAt(from))
          .where('screening_id', '<', firstIdAt(to))
        if (tenant !== undefined) query = query.where('tenant', '=', tenant)
        const first = (await query.executeTakeFirst())?.first
        return first ? timeOf(screeningId(first)) : undefined
      }),

    volumes: async whose => {
      await flush()
      const rows = await gate.read(db => verdictsIn(db, whose))
      const count = (of: (verdict: string) => boolean): number =>
        rows.filter(({ name }) => of(name)).reduce((sum, row) => sum + Number(row.count), 0)
      return { passed: count(name => name === 'allow'), flagged: count(name => name !== 'allow') }
    },

    async *messages(whose) {
      let last = ''
      for (;;) {
        const rows = await gate.read(db => pageAfter(db, whose, last))
        if (rows.length === 0) return
        yield rows.map(sampledOf)
        last = rows.at(-1)?.id ?? last
      }
    },
  }
}

function verdictsIn(db: Kysely<Tables>, { tenant, from, to }: Whose) {
  let query = db
    .selectFrom('tallies')
    .select(['name', eb => eb.fn.sum('count').as('count')])
    .where('kind', '=', 'verdict')
    .where('day', '>=', from.toISOString().slice(0, 10))
    .where('day', '<=', new Date(to.getTime() - 1).toISOString().slice(0, 10))
  if (tenant !== undefined) query = query.where('tenant', '=', tenant)
  return query.groupBy('name').execute()
}

/** What was reported came by a way of its own: nobody knows how likely that was. */
function pageAfter(db: Kysely<Tables>, { tenant, from, to }: Whose, last: string) {
  let query = db
    .selectFrom('screenings')
    .leftJoin('audited_messages as audited', 'audited.screening_id', 'screenings.id')
    .select([
      'screenings.id',
      'screenings.stage',
      'screenings.status',
      'screenings.decided_categories',
      'screenings.verdict_by',
      'screenings.scores',
      'audited.rate',
      'audited.scores as audited_scores',
    ])
    .where('screenings.id', '>', last)
    .where('screenings.id', '>=', firstIdAt(from))
    .where('screenings.id', '<', firstIdAt(to))
    .where('screenings.origin', 'in', ['screen', 'audit'])
  if (tenant !== undefined) query = query.where('screenings.tenant', '=', tenant)
  return query.orderBy('screenings.id').limit(PAGE).execute()
}

function sampledOf(row: Awaited<ReturnType<typeof pageAfter>>[number]): SampledMessage {
  const categories = row.decided_categories === null ? [] : JSON.parse(row.decided_categories)
  return {
    stage: row.stage,
    scores: JSON.parse(row.audited_scores ?? row.scores),
    by: row.verdict_by === null ? null : JSON.parse(row.verdict_by).by,
    auditRate: row.rate,
    found: row.status === 'pending' ? null : { isConfirmed: row.status === 'confirmed', categories },
  }
}
