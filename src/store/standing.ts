import type { Kysely } from 'kysely'
import { MOST_VIOLATIONS } from '../contract/harm.js'
import { inChunks } from './in-chunks.js'
import type { KeyedHash } from './keyed-hash.js'
import type { NewScreening } from './screening.js'
import { hashText } from './stored-text.js'
import type { Tables } from './tables.js'

/** What the store knows of a message that a judgement of it alone does not. */
export interface Standing {
  readonly copyHash: string | null
  /** Copies of before. */
  readonly sentBefore: number
  /** With this one and those that come with it. */
  readonly recipients: number
  /** At most `MOST_VIOLATIONS`. */
  readonly clientViolations: number
}

/** The standing of screenings that are about to be kept, in their order. */
export async function standingsOf(
  db: Kysely<Tables>,
  hash: KeyedHash,
  tenant: string,
  screenings: readonly NewScreening[],
): Promise<readonly Standing[]> {
  const counted = screenings.filter(({ judgement }) => !judgement.test)
  const clients = [...new Set(counted.flatMap(({ message }) => message.client?.id ?? []))]
  const violations = await violationsOf(db, tenant, clients)
  const hashes = new Map(
    counted.flatMap(screening => {
      const copyHash = copyHashOf(hash, tenant, screening)
      return copyHash === null ? [] : [[screening, copyHash] as const]
    }),
  )
  const sent = await sentUntilNow(db, tenant, [...new Set(hashes.values())])
  const coming = new Map<string, number>()
  for (const copyHash of hashes.values()) coming.set(copyHash, (coming.get(copyHash) ?? 0) + 1)
  return screenings.map(screening => {
    const copyHash = hashes.get(screening) ?? null
    const sentBefore = sent.get(copyHash ?? '') ?? 0
    return {
      copyHash,
      sentBefore,
      recipients: sentBefore + (coming.get(copyHash ?? '') ?? 1),
      clientViolations: violations.get(screening.message.client?.id ?? '') ?? 0,
    }
  })
}

/** Confirmed violations by client, at most `MOST_VIOLATIONS`; clients without any are absent. */
export async function violationsOf(
  db: Kysely<Tables>,
  tenant: string,
  clients: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await inChunks(clients, chunk =>
    db
      .selectFrom('screenings')
      .select(['client_id', eb => eb.fn.countAll().as('count')])
      .where('tenant', '=', tenant)
      .where('status', '=', 'confirmed')
      .where('origin', '!=', 'test')
      .where('client_id', 'in', [...chunk])
      .groupBy('client_id')
      .execute(),
  )
  return new Map(rows.map(({ client_id: id, count }) => [id ?? '', Math.min(Number(count), MOST_VIOLATIONS)]))
}

/** Only of a client that has a name: who sends the same without one need not be the same. */
function copyHashOf(hash: KeyedHash, tenant: string, { message }: NewScreening): string | null {
  const client = message.client?.id
  return client === undefined ? null : hash('copy', tenant, client, hashText(message.text))
}

/** The latest knows of all before it: they are counted up as they come. */
async function sentUntilNow(
  db: Kysely<Tables>,
  tenant: string,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await inChunks(hashes, chunk =>
    db
      .selectFrom('screenings')
      .select(['copy_hash', eb => eb.fn.max('recipients').as('recipients')])
      .where('tenant', '=', tenant)
      .where('copy_hash', 'in', [...chunk])
      .groupBy('copy_hash')
      .execute(),
  )
  return new Map(rows.map(({ copy_hash: copy, recipients }) => [copy ?? '', Number(recipients)]))
}
