import { type ExpressionBuilder, type SqlBool, sql, type Transaction } from 'kysely'
import { type Wish, wished } from '../lease.js'
import { conditions } from '../list-query.js'
import type { Tables } from '../tables.js'

/**
 * The case fits the wish as if it were pending, and its decision is the one that is to be looked at. Where somebody has
 * objected, their words would tell that there is one.
 */
export function fits(
  db: Transaction<Tables>,
  tenant: string,
  actor: string,
  wish: Wish,
  of: 'look' | 'item',
) {
  const filter = { ...wish.filter, status: undefined, claimedBy: undefined }
  return ({ exists }: Exists) =>
    exists(
      db
        .selectFrom('screenings')
        .select('screenings.id')
        .where(sql<SqlBool>`screenings.id = ${sql.ref(`${of}.screening_id`)}`)
        .where(sql<SqlBool>`screenings.decided_at = ${sql.ref(`${of}.decided_at`)}`)
        .where('screenings.decided_by', '!=', actor)
        .where(wished(wish))
        .where(({ exists, not, selectFrom }) =>
          not(
            exists(
              selectFrom('appeals')
                .select('appeals.id')
                .whereRef('appeals.screening_id', '=', 'screenings.id'),
            ),
          ),
        )
        .where(eb => eb.and(conditions(eb, db, tenant, filter, { limit: 1 }))),
    )
}

/** The person has neither decided it, whenever that was, nor seen it since it was decided. */
export function isNewTo(db: Transaction<Tables>, tenant: string, actor: string, of: 'look' | 'item') {
  return ({ exists, not }: Exists) =>
    not(
      exists(
        db
          .selectFrom('events')
          .select('events.id')
          .where('events.tenant', '=', tenant)
          .where(sql<SqlBool>`events.screening_id = ${sql.ref(`${of}.screening_id`)}`)
          .where('events.actor', '=', actor)
          .where(eb =>
            eb.or([
              eb('events.type', 'in', ['confirmed', 'dismissed', 'second_opinion']),
              eb.and([
                eb('events.type', '=', 'viewed'),
                sql<SqlBool>`events.at >= ${sql.ref(`${of}.decided_at`)}`,
              ]),
            ]),
          ),
      ),
    )
}

type Exists = Pick<ExpressionBuilder<Tables, never>, 'exists' | 'not'>
