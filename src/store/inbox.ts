import type { Transaction } from 'kysely'
import type { TextKept } from '../contract/words.js'
import { announce, justArrived } from './announce.js'
import { noteAsks } from './contacts.js'
import { enqueue, type Keeping } from './enqueue.js'
import { attempt, type Gate, StoreFailure } from './gate.js'
import { buildGroupCommit } from './group-commit.js'
import type { KeyedHash } from './keyed-hash.js'
import { readReceipts, writeReceipts } from './receipts.js'
import type { Earlier, NewScreening, Receipt } from './screening.js'
import type { Tables } from './tables.js'
import { buried } from './tombstones.js'
import { isOfData } from './trouble.js'

/** Where judged messages come in. */
export interface Inbox {
  /** What was answered before to these message ids. */
  receipts(tenant: string, messageIds: readonly string[]): Promise<ReadonlyMap<string, Receipt>>
  /**
   * Keeps flagged screenings and a receipt for every message id, all or nothing. A screening whose message id
   * has a receipt by then came too late and is not kept, nor is one whose message id was erased: returns what there is of
   * those. What is asked at the same time shares a commit; nobody is answered before it.
   */
  keep(tenant: string, screenings: readonly NewScreening[]): Promise<ReadonlyMap<string, Earlier>>
}

interface Batch {
  readonly tenant: string
  readonly screenings: readonly NewScreening[]
}

export function buildInbox(gate: Gate, hash: KeyedHash, textKept: TextKept): Inbox {
  const commit = buildGroupCommit(
    (take: () => readonly Batch[]) => gate.write(db => keepAll(db, { hash, textKept }, take())),
    { isOfItem: failure => failure instanceof StoreFailure && isOfData(failure.cause) },
  )
  return {
    receipts: (tenant, messageIds) => gate.read(db => readReceipts(db, hash, tenant, messageIds)),
    keep: (tenant, screenings) => attempt(() => commit({ tenant, screenings })),
  }
}

/** What was there already, by message id. */
type Before = ReadonlyMap<string, Earlier>

/** Keeps the batches of each tenant together, however many requests they came with: a few statements instead of as many each. */
async function keepAll(
  db: Transaction<Tables>,
  means: Keeping,
  batches: readonly Batch[],
): Promise<readonly Before[]> {
  const found = new Map<Batch, Before>()
  for (const tenant of new Set(batches.map(batch => batch.tenant))) {
    const own = batches.filter(batch => batch.tenant === tenant)
    const beforeOf = await keep(
      db,
      means,
      tenant,
      own.flatMap(({ screenings }) => screenings),
    )
    for (const batch of own) found.set(batch, beforeOf(batch.screenings))
  }
  return batches.map(batch => found.get(batch) ?? new Map())
}

/** Receipts first: they decide what came too late. */
async function keep(
  db: Transaction<Tables>,
  means: Keeping,
  tenant: string,
  screenings: readonly NewScreening[],
): Promise<(some: readonly NewScreening[]) => Before> {
  const { hash } = means
  const late = await writeReceipts(db, hash, tenant, screenings)
  const erased = await takeBackErased(db, hash, tenant, screenings)
  const lateIds = new Set(late.map(({ screeningId }) => screeningId))
  const flagged = screenings.filter(
    ({ id, message, judgement }) =>
      judgement.flagged && !lateIds.has(id) && !erased.has(message.messageId ?? ''),
  )
  await enqueue(db, tenant, flagged, means)
  await noteAsks(db, hash, tenant, flagged)
  const receipts = await readReceipts(db, hash, tenant, [...new Set(late.map(({ messageId }) => messageId))])
  await announce(db, tenant, 'screening.flagged', flagged.map(justArrived))
  return some =>
    new Map(
      some.flatMap(({ id, message: { messageId } }) => {
        if (messageId === undefined) return []
        const before = erased.get(messageId) ?? (lateIds.has(id) ? receipts.get(messageId) : undefined)
        return before === undefined ? [] : [[messageId, before] as const]
      }),
    )
}

/**
 * Looked for after the receipts are written: whoever erases one at the same time has committed by then, so a message that
 * was under way meanwhile does not undo it.
 */
async function takeBackErased(
  db: Transaction<Tables>,
  hash: KeyedHash,
  tenant: string,
  screenings: readonly NewScreening[],
): Promise<ReadonlyMap<string, 'erased'>> {
  const ids = screenings.flatMap(({ message }) => message.messageId ?? [])
  const erased = await buried(db, hash, tenant, ids)
  if (erased.length > 0)
    await db.deleteFrom('receipts').where('tenant', '=', tenant).where('message_id', 'in', erased).execute()
  return new Map(erased.map(id => [id, 'erased']))
}
