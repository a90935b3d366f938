import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import { firstIdAt } from '../../contract/ids.js'
import { asksForHits, given, ofOneFlag } from '../flag-conditions.js'
import type { ScreeningFilter } from '../screening.js'
import type { Tables } from '../tables.js'

type Builder = ExpressionBuilder<Tables, 'screenings'>

/**
 * Leaves one entry of each open campaign: the case that stands in front for all, or under a filter that not all of them may
 * fit, the first that does. Whoever holds that one keeps all the others from being handed out. What was reported or is
 * objected to stands for itself.
 */
export function collapsed(eb: Builder, filter: ScreeningFilter): Expression<SqlBool>[] {
  const looksForOne = [filter.q, filter.messageId, filter.claimedBy].some(one => one !== undefined)
  if (filter.campaigns !== 'collapse' || looksForOne) return []
  const stands = narrows(filter) ? standsUnder(eb, filter) : sql`screenings.behind = 0`
  const entries = sql<SqlBool>`(${stands} or screenings.reports > 0 or screenings.open_appeals > 0)`
  // Written out, so that the index of those in front is used.
  if (filter.status === 'pending') return [sql<SqlBool>`screenings.status = 'pending'`, entries]
  return [eb.or([entries, eb('screenings.status', '!=', 'pending')])]
}

function narrows(filter: ScreeningFilter): boolean {
  const { verdict, clientId, origin, stage, kind, minConfidence, from, to } = filter
  const given = [verdict, clientId, origin, stage, kind, minConfidence, from, to]
  return asksForHits(filter) || given.some(one => one !== undefined)
}

/** The front where it fits, which is looked at first; else the oldest that does. */
function standsUnder(eb: Builder, filter: ScreeningFilter) {
  const own = eb
    .selectFrom('campaign_members as mine')
    .innerJoin('campaigns as campaign', 'campaign.id', 'mine.campaign_id')
    .whereRef('mine.screening_id', '=', 'screenings.id')
    .where('campaign.status', '=', 'open')
  const front = own.select(({ ref }) => fitting(eb, ref('campaign.front'), filter).as('front'))
  const earlier = eb
    .selectFrom('campaign_members as other')
    .select('other.screening_id')
    .where('other.campaign_id', '=', own.select('campaign.id'))
    .whereRef('other.screening_id', '<', 'screenings.id')
    .where(({ ref }) => sql<SqlBool>`${fitting(eb, ref('other.screening_id'), filter)} is not null`)
    .orderBy('other.screening_id')
    .limit(1)
  return sql<SqlBool>`case coalesce(${front}, '') when screenings.id then 1 = 1 when '' then ${earlier} is null else 1 = 0 end`
}

/** A case's id if it is pending and fits. A scalar: PostgreSQL walks the members in order and does not join all of them. */
function fitting(eb: Builder, id: Expression<string | null>, filter: ScreeningFilter) {
  const { verdict, clientId, origin, stage, kind, minConfidence, from } = filter
  return eb
    .selectFrom('screenings as first')
    .select('first.id')
    .where('first.id', '=', id)
    .where('first.status', '=', 'pending')
    .where(inner =>
      inner.and([
        ...given(verdict, value => inner('first.verdict', '=', value)),
        ...given(clientId, value => inner('first.client_id', '=', value)),
        ...given(origin, value => inner('first.origin', '=', value)),
        ...given(stage, value => inner('first.stage', '=', value)),
        ...given(kind, value => inner('first.kind', '=', value)),
        ...given(from, time => inner('first.id', '>=', firstIdAt(time))),
        ...(asksForHits(filter)
          ? [
              inner.exists(
                inner
                  .selectFrom('screening_hits as hit')
                  .select('hit.screening_id')
                  .whereRef('hit.screening_id', '=', 'first.id')
                  .where(hit => hit.and(ofOneFlag(hit, filter))),
              ),
            ]
          : given(minConfidence, value => inner('first.confidence', '>=', value))),
      ]),
    )
}
