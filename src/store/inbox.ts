import type { Transaction } from 'kysely'
import type { TextKept } from '../contract/words.js'
import { announce, justArrived } from './announce.js'
import { enqueue } from './enqueue.js'
import { attempt, type Gate, StoreFailure } from './gate.js'
import { buildGroupCommit } from './group-commit.js'
import { readReceipts, writeReceipts } from './receipts.js'
import type { NewScreening, Receipt } from './screening.js'
import type { Tables } from './tables.js'
import { isOfData } from './trouble.js'

/** Where judged messages come in. */
export interface Inbox {
  /** What was answered before to these message ids. */
  receipts(tenant: string, messageIds: readonly string[]): Promise<ReadonlyMap<string, Receipt>>
  /**
   * Keeps flagged screenings and a receipt for every message id, all or nothing. A screening whose message id
   * has a receipt by then came too late and is not kept: returns those earlier receipts. What is asked at the same time
   * shares a commit; nobody is answered before it.
   */
  keep(tenant: string, screenings: readonly NewScreening[]): Promise<ReadonlyMap<string, Receipt>>
}

interface Batch {
  readonly tenant: string
  readonly screenings: readonly NewScreening[]
}

export function buildInbox(gate: Gate, textKept: TextKept): Inbox {
  const commit = buildGroupCommit(
    (take: () => readonly Batch[]) =>
      gate.write(async db => {
        const kept: Kept[] = []
        for (const batch of take()) kept.push(await keep(db, batch, textKept))
        await announceAll(db, kept)
        return kept.map(({ earlier }) => earlier)
      }),
    { isOfItem: failure => failure instanceof StoreFailure && isOfData(failure.cause) },
  )
  return {
    receipts: (tenant, messageIds) => gate.read(db => readReceipts(db, tenant, messageIds)),
    keep: (tenant, screenings) => attempt(() => commit({ tenant, screenings })),
  }
}

interface Kept {
  readonly tenant: string
  readonly flagged: readonly NewScreening[]
  /** Receipts that were there already, by message id. */
  readonly earlier: ReadonlyMap<string, Receipt>
}

/** Receipts first: they decide what came too late. */
async function keep(
  db: Transaction<Tables>,
  { tenant, screenings }: Batch,
  textKept: TextKept,
): Promise<Kept> {
  const late = await writeReceipts(db, tenant, screenings)
  const lateIds = new Set(late.map(({ screeningId }) => screeningId))
  const flagged = screenings.filter(({ id, judgement }) => judgement.flagged && !lateIds.has(id))
  await enqueue(db, tenant, flagged, textKept)
  const earlier = await readReceipts(
    db,
    tenant,
    late.map(({ messageId }) => messageId),
  )
  return { tenant, flagged, earlier }
}

/** Of each tenant once, however many of its requests share the commit. */
async function announceAll(db: Transaction<Tables>, kept: readonly Kept[]): Promise<void> {
  for (const tenant of new Set(kept.map(one => one.tenant))) {
    const flagged = kept.filter(one => one.tenant === tenant).flatMap(one => one.flagged)
    await announce(db, tenant, 'screening.flagged', flagged.map(justArrived))
  }
}
