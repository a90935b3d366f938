import { sql, type Transaction } from 'kysely'
import type { ScreeningId } from '../../contract/ids.js'
import { isPostgres } from '../dialect.js'
import { type Line, lineFor, type Wish } from '../lease.js'
import { screeningId } from '../rows.js'
import type { Tables } from '../tables.js'
import { NOTHING_GIVEN } from './ask.js'
import { fits, isNewTo } from './fitting.js'

/**
 * Leases the next case to somebody, by this rule:
 * - first what they hold already;
 * - then a decided case that somebody objects to;
 * - then a golden item in `goldenRate` of the hand-outs, by lot, as long as there is something to hide it among;
 * - then what has waited longest, where a second opinion stands in the queue like a case of no harm that came when it was
 *   decided: everything that may do harm goes before it for its hours, and no opinion waits for ever.
 */
export async function handOut(
  db: Transaction<Tables>,
  tenant: string,
  actor: string,
  wish: Wish,
  until: Date,
  goldenRate: number,
): Promise<ScreeningId | undefined> {
  const line = lineFor(db, tenant, actor, wish)
  const who = { db, tenant, actor, wish, until: until.toISOString() }
  const held = await line.held(until)
  if (held) return screeningId(held.id)
  const id =
    (await heldBlind(who)) ??
    (await line.appealed(until))?.id ??
    (await golden(who, line, goldenRate)) ??
    (await second(who, line))
  if (id !== undefined) return screeningId(id)
  const first = await line.first(until)
  return first && screeningId(first.id)
}

interface Who {
  readonly db: Transaction<Tables>
  readonly tenant: string
  readonly actor: string
  readonly wish: Wish
  /** ISO 8601, UTC. */
  readonly until: string
}

async function heldBlind({ db, tenant, actor, wish, until }: Who): Promise<string | undefined> {
  const first = db
    .selectFrom('blind_looks as look')
    .select('look.screening_id')
    .where('look.tenant', '=', tenant)
    .where('look.actor', '=', actor)
    .where('look.given_at', 'is', null)
    .where('look.claimed_until', '>', new Date().toISOString())
    .where(fits(db, tenant, actor, wish, 'look'))
    .orderBy('look.due')
    .orderBy('look.screening_id')
    .limit(1)
  const taken = await db
    .updateTable('blind_looks')
    .set({ claimed_until: until })
    .where('screening_id', '=', first)
    .where('actor', '=', actor)
    .where('given_at', 'is', null)
    .returning('screening_id')
    .executeTakeFirst()
  return taken?.screening_id
}

async function golden(who: Who, line: Line, rate: number): Promise<string | undefined> {
  if (Math.random() >= rate || (await line.frontDue()) === undefined) return undefined
  const { db, tenant, actor, wish, until } = who
  const candidates = db
    .selectFrom('golden_items as item')
    .select(['item.screening_id', 'item.decided_at'])
    .where('item.tenant', '=', tenant)
    .where('item.added_by', '!=', actor)
    .where(fits(db, tenant, actor, wish, 'item'))
    .where(isNewTo(db, tenant, actor, 'item'))
    .where(eb =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('blind_looks as own')
            .select('own.actor')
            .whereRef('own.screening_id', '=', 'item.screening_id')
            .where('own.actor', '=', actor)
            .where(look =>
              look.or([look('own.purpose', '=', 'second'), look('own.given_at', 'is not', null)]),
            ),
        ),
      ),
    )
    .orderBy(sql`random()`)
    .limit(1)
  // It stays a golden item until the look stands beside it.
  const item = await (isPostgres(db)
    ? candidates.forUpdate('item').skipLocked()
    : candidates
  ).executeTakeFirst()
  if (item === undefined) return undefined
  const look = { tenant, decided_at: item.decided_at, claimed_until: until }
  await db
    .insertInto('blind_looks')
    .values({
      ...NOTHING_GIVEN,
      ...look,
      screening_id: item.screening_id,
      purpose: 'golden',
      due: Date.now(),
      actor,
    })
    .onConflict(conflict =>
      conflict
        .columns(['screening_id', 'actor'])
        .where('purpose', '=', sql.lit('golden' as const))
        .doUpdateSet(look),
    )
    .execute()
  return item.screening_id
}

async function second({ db, tenant, actor, wish, until }: Who, line: Line): Promise<string | undefined> {
  const free = db
    .selectFrom('blind_looks as look')
    .where('look.tenant', '=', tenant)
    .where('look.purpose', '=', 'second')
    .where('look.given_at', 'is', null)
    // Said here too, where it is cheap: most of what waits may be one's own.
    .where('look.decided_by', '!=', actor)
    .where(eb =>
      eb.or([
        eb('look.actor', 'is', null),
        eb('look.actor', '=', actor),
        eb('look.claimed_until', '<=', new Date().toISOString()),
      ]),
    )
    .where(fits(db, tenant, actor, wish, 'look'))
    .where(isNewTo(db, tenant, actor, 'look'))
    .where(eb =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('golden_items as item')
            .select('item.screening_id')
            .whereRef('item.screening_id', '=', 'look.screening_id'),
        ),
      ),
    )
    .orderBy('look.due')
    .orderBy('look.screening_id')
    .limit(1)
  const longest = await free.select('look.due').executeTakeFirst()
  if (longest === undefined) return undefined
  const front = await line.frontDue()
  if (front !== undefined && front <= longest.due) return undefined
  const first = free.select('look.screening_id')
  const taken = await db
    .updateTable('blind_looks')
    .set({ actor, claimed_until: until })
    .where('purpose', '=', 'second')
    .where('screening_id', '=', isPostgres(db) ? first.forUpdate('look').skipLocked() : first)
    .returning('screening_id')
    .executeTakeFirst()
  return taken?.screening_id
}
