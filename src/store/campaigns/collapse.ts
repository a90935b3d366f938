import { type Expression, type ExpressionBuilder, type SqlBool, sql } from 'kysely'
import { firstIdAt } from '../../contract/ids.js'
import { asksForHits, given, ofOneFlag } from '../flag-conditions.js'
import type { ScreeningFilter } from '../screening.js'
import type { Tables } from '../tables.js'

/**
 * Leaves one entry of each open campaign: a pending case stands there unless one that came before it, of the same campaign and
 * also pending, fits the filter. Whoever holds that one keeps all the others from being handed out.
 */
export function collapsed(
  eb: ExpressionBuilder<Tables, 'screenings'>,
  filter: ScreeningFilter,
): Expression<SqlBool>[] {
  const looksForOne = [filter.q, filter.messageId, filter.claimedBy].some(one => one !== undefined)
  if (filter.campaigns !== 'collapse' || looksForOne) return []
  const { status, verdict, clientId, origin, stage, kind, minConfidence, from } = filter
  const before = eb
    .selectFrom('campaign_members as mine')
    .innerJoin('campaigns as campaign', 'campaign.id', 'mine.campaign_id')
    .innerJoin('campaign_members as other', 'other.campaign_id', 'campaign.id')
    .innerJoin('screenings as first', 'first.id', 'other.screening_id')
    .select('first.id')
    .whereRef('mine.screening_id', '=', 'screenings.id')
    .where('campaign.status', '=', 'open')
    .whereRef('other.screening_id', '<', 'screenings.id')
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
    .limit(1)
  // A scalar, so that PostgreSQL asks it of the few rows it walks and does not join all members beforehand.
  const isFirst = sql<SqlBool>`${before} is null`
  const parts = [isFirst, eb('screenings.reports', '>', 0), eb('screenings.open_appeals', '>', 0)]
  return [eb.or(status === 'pending' ? parts : [...parts, eb('screenings.status', '!=', 'pending')])]
}
