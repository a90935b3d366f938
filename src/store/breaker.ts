import type { ExpressionBuilder, Kysely } from 'kysely'
import type { Tables } from './tables.js'

/** Failures in a row after which an endpoint is left alone. */
export const PAUSED_AFTER = 5
/** Seconds that it is left alone then: twice as long each time that the probe fails too, up to the longest. */
const FIRST_PAUSE = 30
const LONGEST_PAUSE = 900

/**
 * Whether the pause of an endpoint that has one is over. One that ends later than any pause can was begun while a clock was
 * wrong: it is over too, else the endpoint would be left alone for as long as the clock was ahead.
 */
export function isPauseOver(eb: ExpressionBuilder<Tables, 'endpoints'>, now: Date) {
  const latest = new Date(now.getTime() + 2 * LONGEST_PAUSE * 1_000)
  return eb.or([eb('paused_until', '<=', now.toISOString()), eb('paused_until', '>', latest.toISOString())])
}

/** Milliseconds within which answers of one kind are noted once: at each they would wait for each other's commit. */
const BETWEEN_NOTES = 1_000

/** What is noted of an attempt: when it ended, and why it was not accepted. */
interface Attempt {
  readonly at: Date
  readonly error: string | null
}

/** The endpoint answered: whatever it did before, deliveries go there again. */
export async function noteAnswer(db: Kysely<Tables>, key: string, { at, error }: Attempt): Promise<void> {
  const before = new Date(at.getTime() - BETWEEN_NOTES).toISOString()
  await db
    .updateTable('endpoints')
    .set({ failures: 0, paused_until: null, last_attempt_at: at.toISOString(), last_error: error })
    .where('tenant', '=', key)
    .where(eb =>
      eb.or([
        eb('failures', '>', 0),
        eb('last_attempt_at', 'is', null),
        eb('last_attempt_at', '<=', before),
        eb('last_error', error === null ? 'is not' : 'is', null),
      ]),
    )
    .execute()
}

/**
 * The endpoint did not answer. Attempts that were under way when it was paused tell nothing new, so while it is paused only
 * a probe counts: otherwise many of them ending at once would make the longest pause of it.
 */
export async function noteSilence(
  db: Kysely<Tables>,
  key: string,
  isProbe: boolean,
  { at, error }: Attempt,
): Promise<void> {
  let counting = db
    .updateTable('endpoints')
    .set(eb => ({ failures: eb('failures', '+', 1), last_attempt_at: at.toISOString(), last_error: error }))
    .where('tenant', '=', key)
  if (!isProbe) counting = counting.where('paused_until', 'is', null)
  const counted = await counting.returning('failures').executeTakeFirst()
  if (counted === undefined || counted.failures < PAUSED_AFTER) return
  const pause = Math.min(FIRST_PAUSE * 2 ** (counted.failures - PAUSED_AFTER), LONGEST_PAUSE)
  const until = new Date(at.getTime() + pause * 1_000)
  await db
    .updateTable('endpoints')
    .set({ paused_until: until.toISOString() })
    .where('tenant', '=', key)
    .execute()
}

/** Takes the one probe of an endpoint whose pause is over. False when it is not over, or another instance has the probe. */
export async function takeProbe(
  db: Kysely<Tables>,
  key: string,
  now: Date,
  leaseUntil: Date,
): Promise<boolean> {
  const taken = await db
    .updateTable('endpoints')
    .set({ paused_until: leaseUntil.toISOString() })
    .where('tenant', '=', key)
    .where(eb => isPauseOver(eb, now))
    .executeTakeFirst()
  return taken.numUpdatedRows > 0n
}
