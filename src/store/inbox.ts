import type { Transaction } from 'kysely'
import type { ScreeningId } from '../contract/ids.js'
import type { HistoryMessage } from '../contract/message.js'
import { announce, justArrived } from './announce.js'
import { isDrawn } from './audited/draw.js'
import { putBlind } from './audited/put.js'
import { decideByCampaign } from './campaigns/decide.js'
import { joinCampaigns } from './campaigns/join.js'
import type { SignatureKeys } from './campaigns/keys.js'
import { noteAsks } from './contacts.js'
import { enqueue, type Keeping } from './enqueue.js'
import { attempt, type Gate, StoreFailure } from './gate.js'
import { buildGroupCommit } from './group-commit.js'
import type { KeyedHash } from './keyed-hash.js'
import { readReceipts, writeReceipts } from './receipts.js'
import type { Earlier, NewScreening, Receipt } from './screening.js'
import { readWholeHistory } from './stored-history.js'
import type { Tables } from './tables.js'
import { buried } from './tombstones.js'
import { isOfData } from './trouble.js'

/** Where judged messages come in. */
export interface Inbox {
  /** What was answered before to these message ids. */
  receipts(tenant: string, messageIds: readonly string[]): Promise<ReadonlyMap<string, Receipt>>
  /** Whether it is among the passed messages that moderators are to look at: a repeat draws the same. */
  draws(tenant: string, screening: NewScreening): boolean
  /**
   * Keeps flagged screenings, those that are drawn, and a receipt for every message id, all or nothing. A screening whose message id
   * has a receipt by then came too late and is not kept, nor is one whose message id was erased: returns what there is of
   * those. What is asked at the same time shares a commit; nobody is answered before it.
   */
  keep(tenant: string, screenings: readonly NewScreening[]): Promise<ReadonlyMap<string, Earlier>>
  /** The messages that came with a screening; null: none did, or not all of them was kept. */
  history(tenant: string, id: ScreeningId): Promise<readonly HistoryMessage[] | null>
}

interface Batch {
  readonly tenant: string
  readonly screenings: readonly NewScreening[]
}

export interface Means extends Keeping {
  readonly keys: SignatureKeys
  /** Share of the passed messages that moderators are to look at. */
  readonly auditRate: number
}

export function buildInbox(gate: Gate, means: Means): Inbox {
  const { hash } = means
  const commit = buildGroupCommit(
    (take: () => readonly Batch[]) => gate.write(db => keepAll(db, means, take())),
    { isOfItem: failure => failure instanceof StoreFailure && isOfData(failure.cause) },
  )
  return {
    receipts: (tenant, messageIds) => gate.read(db => readReceipts(db, hash, tenant, messageIds)),
    draws: (tenant, screening) => isDrawn(means, tenant, screening),
    keep: (tenant, screenings) => attempt(() => commit({ tenant, screenings })),
    history: (tenant, id) => gate.read(db => readWholeHistory(db, tenant, id)),
  }
}

/** What was there already, by message id. */
type Before = ReadonlyMap<string, Earlier>

/** Keeps the batches of each tenant together, however many requests they came with: a few statements instead of as many each. */
async function keepAll(
  db: Transaction<Tables>,
  means: Means,
  batches: readonly Batch[],
): Promise<readonly Before[]> {
  const found = new Map<Batch, Before>()
  // In one order everywhere, else two instances could wait for each other's tenants on PostgreSQL.
  for (const tenant of [...new Set(batches.map(batch => batch.tenant))].sort()) {
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
  means: Means,
  tenant: string,
  screenings: readonly NewScreening[],
): Promise<(some: readonly NewScreening[]) => Before> {
  const { hash } = means
  const late = await writeReceipts(db, hash, tenant, screenings)
  const erased = await takeBackErased(db, hash, tenant, screenings)
  const lateIds = new Set(late.map(({ screeningId }) => screeningId))
  const inTime = screenings.filter(
    ({ id, message }) => !lateIds.has(id) && !erased.has(message.messageId ?? ''),
  )
  const flagged = inTime.filter(({ judgement }) => judgement.flagged)
  const joining = inTime.filter(({ judgement, passedIn }) => judgement.flagged || passedIn !== undefined)
  const decisions = await joinCampaigns(db, means.keys, tenant, joining)
  await enqueue(db, tenant, flagged, means)
  await putBlind(
    db,
    tenant,
    inTime.filter(one => isDrawn(means, tenant, one)),
    means,
  )
  const decided = await decideByCampaign(db, tenant, flagged, decisions)
  await noteAsks(db, hash, tenant, flagged)
  const receipts = await readReceipts(db, hash, tenant, [...new Set(late.map(({ messageId }) => messageId))])
  await announce(
    db,
    tenant,
    'screening.flagged',
    flagged.map(one => decided.get(one.id) ?? justArrived(one)),
  )
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
