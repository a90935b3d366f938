import type { Transaction } from 'kysely'
import { namesOf } from '../contract/idempotency.js'
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
import { deleteReceipts, readReceipts, writeReceipts } from './receipts.js'
import type { Earlier, NewScreening, Receipt } from './screening.js'
import type { Tables } from './tables.js'
import { buried } from './tombstones.js'
import { isOfData } from './trouble.js'

/** Where judged messages come in. */
export interface Inbox {
  /** What was answered before under these names: message ids, idempotency keys. */
  receipts(tenant: string, names: readonly string[]): Promise<ReadonlyMap<string, Receipt>>
  /** Whether it is among the passed messages that moderators are to look at: a repeat draws the same. */
  draws(tenant: string, screening: NewScreening): boolean
  /**
   * Keeps flagged screenings, those that are drawn, and a receipt under every name of a message, all or nothing. A screening one of whose names
   * has a receipt by then came too late and is not kept, nor is one of whose names one was erased: returns what there is
   * of those, by name. What is asked at the same time shares a commit; nobody is answered before it.
   */
  keep(tenant: string, screenings: readonly NewScreening[]): Promise<ReadonlyMap<string, Earlier>>
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
    receipts: (tenant, names) => gate.read(db => readReceipts(db, hash, tenant, names)),
    draws: (tenant, screening) => isDrawn(means, tenant, screening),
    keep: (tenant, screenings) => attempt(() => commit({ tenant, screenings })),
  }
}

/** What was there already, by name. */
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
  const lateIds = new Set(late.map(({ id }) => id))
  const inTime = screenings.filter(
    ({ id, message }) => !lateIds.has(id) && !namesOf(message).some(name => erased.has(name)),
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
  const lateNames = late.flatMap(({ message }) => namesOf(message))
  const receipts = await readReceipts(db, hash, tenant, [...new Set(lateNames)])
  await announce(
    db,
    tenant,
    'screening.flagged',
    flagged.map(one => decided.get(one.id) ?? justArrived(one)),
  )
  return some =>
    new Map(
      some.flatMap(({ id, message }) =>
        namesOf(message).flatMap(name => {
          const before = erased.get(name) ?? (lateIds.has(id) ? receipts.get(name) : undefined)
          return before === undefined ? [] : [[name, before] as const]
        }),
      ),
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
  const names = screenings.flatMap(({ message }) => namesOf(message))
  const erased = new Map(
    (await buried(db, hash, tenant, names)).map((name): readonly [string, 'erased'] => [name, 'erased']),
  )
  const theirs = screenings.filter(({ message }) => namesOf(message).some(name => erased.has(name)))
  await deleteReceipts(db, tenant, theirs)
  return erased
}
