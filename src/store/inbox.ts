import type { Transaction } from 'kysely'
import type { TextKept } from '../contract/words.js'
import { announce, justArrived } from './announce.js'
import { enqueue } from './enqueue.js'
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
    (take: () => readonly Batch[]) =>
      gate.write(async db => {
        const kept: Kept[] = []
        for (const batch of take()) kept.push(await keep(db, hash, batch, textKept))
        await announceAll(db, kept)
        return kept.map(({ earlier }) => earlier)
      }),
    { isOfItem: failure => failure instanceof StoreFailure && isOfData(failure.cause) },
  )
  return {
    receipts: (tenant, messageIds) => gate.read(db => readReceipts(db, hash, tenant, messageIds)),
    keep: (tenant, screenings) => attempt(() => commit({ tenant, screenings })),
  }
}

interface Kept {
  readonly tenant: string
  readonly flagged: readonly NewScreening[]
  /** What was there already, by message id. */
  readonly earlier: ReadonlyMap<string, Earlier>
}

/** Receipts first: they decide what came too late. */
async function keep(
  db: Transaction<Tables>,
  hash: KeyedHash,
  { tenant, screenings }: Batch,
  textKept: TextKept,
): Promise<Kept> {
  const late = await writeReceipts(db, hash, tenant, screenings)
  const erased = await takeBackErased(db, hash, tenant, screenings)
  const lateIds = new Set(late.map(({ screeningId }) => screeningId))
  const flagged = screenings.filter(
    ({ id, message, judgement }) =>
      judgement.flagged && !lateIds.has(id) && !erased.has(message.messageId ?? ''),
  )
  await enqueue(db, tenant, flagged, textKept)
  const receipts = await readReceipts(
    db,
    hash,
    tenant,
    late.map(({ messageId }) => messageId),
  )
  return { tenant, flagged, earlier: new Map<string, Earlier>([...receipts, ...erased]) }
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

/** Of each tenant once, however many of its requests share the commit. */
async function announceAll(db: Transaction<Tables>, kept: readonly Kept[]): Promise<void> {
  for (const tenant of new Set(kept.map(one => one.tenant))) {
    const flagged = kept.filter(one => one.tenant === tenant).flatMap(one => one.flagged)
    await announce(db, tenant, 'screening.flagged', flagged.map(justArrived))
  }
}
