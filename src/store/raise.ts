import type { Kysely } from 'kysely'
import { doublings, recipientHours, violationHours } from '../contract/harm.js'
import { isPostgres } from './dialect.js'
import { inChunks } from './in-chunks.js'
import { HOUR } from './rank.js'
import { type Standing, violationsOf } from './standing.js'
import type { ScreeningsTable, Tables } from './tables.js'

/**
 * What waits already moves in the queue when more becomes known of it. Rows that somebody else is changing at that moment
 * are left where they are: nobody waits for anybody's order.
 */

/** Copies of a text come forward when their number has doubled: each is moved a few times only, however many there are. */
export async function raiseCopies(
  db: Kysely<Tables>,
  tenant: string,
  kept: readonly Standing[],
): Promise<void> {
  const grown = new Map<string, Standing>()
  for (const standing of kept) {
    const { copyHash, sentBefore, recipients } = standing
    if (copyHash !== null && sentBefore > 0 && doublings(sentBefore) < doublings(recipients))
      grown.set(copyHash, standing)
  }
  for (const [copyHash, { recipients }] of grown)
    for (let step = 0; step < doublings(recipients); step++)
      await move(
        db,
        tenant,
        { column: 'copy_hash', value: copyHash },
        { column: 'recipients', from: 2 ** step, to: 2 ** (step + 1) - 1, now: recipients },
        recipientHours(recipients) - recipientHours(2 ** step),
      )
}

/** The pending cases of clients stand as today's number of confirmed violations says. */
export async function rankByViolations(
  db: Kysely<Tables>,
  tenant: string,
  clients: readonly string[],
): Promise<void> {
  const waiting = await inChunks(clients, chunk =>
    db
      .selectFrom('screenings')
      .select(['client_id', 'client_violations as known'])
      .distinct()
      .where('tenant', '=', tenant)
      .where('status', '=', 'pending')
      .where('origin', '!=', 'test')
      .where('client_id', 'in', [...chunk])
      .execute(),
  )
  if (waiting.length === 0) return
  const violations = await violationsOf(db, tenant, clients)
  for (const { client_id: client, known } of waiting) {
    const now = violations.get(client ?? '') ?? 0
    if (client === null || known === now) continue
    await move(
      db,
      tenant,
      { column: 'client_id', value: client },
      { column: 'client_violations', from: known, to: known, now },
      violationHours(now) - violationHours(known),
    )
  }
}

interface Change {
  readonly column: 'recipients' | 'client_violations'
  /** The rows that hold a number between these, both included, get another. */
  readonly from: number
  readonly to: number
  readonly now: number
}

/** Moves what waits of a copy or client forward by so many hours; backward by less than none. */
async function move(
  db: Kysely<Tables>,
  tenant: string,
  of: { readonly column: 'copy_hash' | 'client_id'; readonly value: string },
  { column, from, to, now }: Change,
  hours: number,
): Promise<void> {
  const those = db
    .selectFrom('screenings')
    .select('id')
    .where('tenant', '=', tenant)
    .where(of.column, '=', of.value)
    .where('status', '=', 'pending')
    .where('origin', '!=', 'test')
    .where(column, '>=', from)
    .where(column, '<=', to)
  const changed: Partial<ScreeningsTable> = { [column]: now }
  await db
    .updateTable('screenings')
    .set(changed)
    .set(eb => ({ due: eb('due', '-', hours * HOUR) }))
    .where('id', 'in', isPostgres(db) ? those.forUpdate().skipLocked() : those)
    .execute()
}
