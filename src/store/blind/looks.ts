import type { Kysely } from 'kysely'
import type { ScreeningId } from '../../contract/ids.js'
import type { CaseStatus } from '../../contract/words.js'
import { screeningId } from '../rows.js'
import type { ScreeningSummary } from '../screening.js'
import type { Tables } from '../tables.js'

/**
 * A look as the one who looks has to see the case: pending until the look is given, then as this person decided it. What
 * was decided really is shown to them a day later, so that a decision can be taken back meanwhile as any other; so it is to
 * who has given the case back or lost it, or as soon as somebody else has it.
 */
export interface Look {
  readonly id: ScreeningId
  readonly actor: string
  /** When the case was really decided: what happened from then on is hidden. */
  readonly decidedAt: string
  /** The lease. */
  readonly until: string | null
  readonly given: {
    readonly decision: Exclude<CaseStatus, 'pending'>
    readonly at: string
    readonly categories: readonly string[]
    readonly note: string | null
  } | null
}

/** Milliseconds for which a look that is given, or whose lease is over, still is what the person sees. */
const AFTERWARDS = 24 * 60 * 60 * 1_000

/** The looks at some cases: of one person, or of all. */
export async function looksAt(
  db: Kysely<Tables>,
  tenant: string,
  ids: readonly string[],
  actor?: string,
): Promise<readonly Look[]> {
  if (ids.length === 0) return []
  let query = looks(db, tenant).where('look.screening_id', 'in', ids)
  if (actor !== undefined) query = query.where('look.actor', '=', actor)
  return (await query.execute()).flatMap(lookOf)
}

/** The looks that are not given: of one person, or of all. */
export async function openLooks(
  db: Kysely<Tables>,
  tenant: string,
  actor?: string,
): Promise<readonly Look[]> {
  let query = looks(db, tenant).where('look.given_at', 'is', null)
  query =
    actor === undefined ? query.where('look.actor', 'is not', null) : query.where('look.actor', '=', actor)
  return (await query.execute()).flatMap(lookOf)
}

/** The cases whose decision somebody is not to see. */
export async function blindTo(
  db: Kysely<Tables>,
  tenant: string,
  viewer: string | undefined,
): Promise<readonly ScreeningId[]> {
  if (viewer === undefined) return []
  return (await openLooks(db, tenant, viewer)).map(({ id }) => id)
}

/** As the one who looks has to see it. */
export function asSeenBy<Seen extends Pick<ScreeningSummary, 'status' | 'claim' | 'decision'>>(
  { actor, until, given }: Look,
  screening: Seen,
): Seen {
  if (given === null) {
    const claim = until !== null && until > new Date().toISOString() ? { by: actor, until } : null
    return { ...screening, status: 'pending', claim, decision: null }
  }
  const { decision, at, categories, note } = given
  return { ...screening, status: decision, claim: null, decision: { by: actor, at, categories, note } }
}

/** Cases as somebody has to see them. */
export async function seenBy<Seen extends ScreeningSummary>(
  db: Kysely<Tables>,
  tenant: string,
  actor: string | undefined,
  screenings: readonly Seen[],
): Promise<readonly Seen[]> {
  if (actor === undefined) return screenings
  const ids = screenings.filter(({ status }) => status !== 'pending').map(({ id }) => id)
  const looks = new Map((await looksAt(db, tenant, ids, actor)).map(look => [look.id, look]))
  return screenings.map(one => {
    const look = looks.get(one.id)
    return look ? asSeenBy(look, one) : one
  })
}

/** Of decisions that are still in force. */
function looks(db: Kysely<Tables>, tenant: string) {
  const lately = new Date(Date.now() - AFTERWARDS).toISOString()
  return db
    .selectFrom('blind_looks as look')
    .innerJoin('screenings', 'screenings.id', 'look.screening_id')
    .whereRef('screenings.decided_at', '=', 'look.decided_at')
    .select([
      'look.screening_id',
      'look.actor',
      'look.decided_at',
      'look.claimed_until',
      'look.given_at',
      'look.decision',
      'look.categories',
      'look.note',
    ])
    .where('look.tenant', '=', tenant)
    .where(eb => eb(eb.fn.coalesce('look.given_at', 'look.claimed_until'), '>', lately))
}

function lookOf(row: Awaited<ReturnType<ReturnType<typeof looks>['execute']>>[number]): readonly Look[] {
  const { actor, decision, given_at: at, categories, note } = row
  if (actor === null) return []
  const given =
    at === null || decision === null
      ? null
      : {
          at,
          decision,
          categories: categories === null ? [] : JSON.parse(categories),
          note: note === null ? null : JSON.parse(note),
        }
  return [
    {
      id: screeningId(row.screening_id),
      actor,
      decidedAt: row.decided_at,
      until: row.claimed_until,
      given,
    },
  ]
}
