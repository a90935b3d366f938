import { type Kysely, sql } from 'kysely'
import type { IdentifierType } from '../contract/identifier.js'
import type { DecidedIdentifier } from './identifiers.js'
import type { Tables } from './tables.js'

interface Counts {
  readonly hash: string
  readonly messages: number
  readonly senders: number
  readonly confirmed: number
  readonly dismissed: number
  readonly confirmedSenders: number
  /** Ids of the first and the last screening. */
  readonly first: string
  readonly last: string
}

/** Another client that shares an identifier. */
export interface Shared {
  readonly clientId: string
  readonly by: 'identifier'
  readonly type: IdentifierType
  /** Flagged messages of that client with something of this type that both hold. */
  readonly messages: number
}

/** What a link counts as: what a client wrote before is one message, however many later ones tell of it. */
export const countedAs = sql<string>`coalesce(held.counts_as, held.screening_id)`

/** As many clients as somebody looks through. */
const MOST_SHARES = 100

/** Identifiers with the screenings that they are of. */
export const linked = (db: Kysely<Tables>, tenant: string) =>
  db
    .selectFrom('identifiers as held')
    .innerJoin('screenings', 'screenings.id', 'held.screening_id')
    .where('held.tenant', '=', tenant)
    .where('screenings.origin', '!=', 'test')

export async function countsByHash(
  db: Kysely<Tables>,
  tenant: string,
  hashes: readonly string[],
  /** Their decisions do not count. */
  blind: readonly string[] = [],
): Promise<readonly Counts[]> {
  if (hashes.length === 0) return []
  const rows = await linked(db, tenant)
    .where('held.value_hash', 'in', hashes)
    .select(({ fn, eb, and }) => {
      const where = (status: 'confirmed' | 'dismissed') =>
        and([
          eb('screenings.status', '=', status),
          ...(blind.length > 0 ? [eb('screenings.id', 'not in', blind)] : []),
        ])
      return [
        'held.value_hash as hash',
        fn.count(countedAs).distinct().as('messages'),
        fn.count('client_id').distinct().as('senders'),
        fn.count(countedAs).distinct().filterWhere(where('confirmed')).as('confirmed'),
        fn.count(countedAs).distinct().filterWhere(where('dismissed')).as('dismissed'),
        fn.count('client_id').distinct().filterWhere(where('confirmed')).as('confirmedSenders'),
        fn.min('screenings.id').as('first'),
        fn.max('screenings.id').as('last'),
      ]
    })
    .groupBy('held.value_hash')
    .execute()
  return rows.map(row => ({
    hash: row.hash,
    messages: Number(row.messages),
    senders: Number(row.senders),
    confirmed: Number(row.confirmed),
    dismissed: Number(row.dismissed),
    confirmedSenders: Number(row.confirmedSenders),
    first: row.first,
    last: row.last,
  }))
}

/** Decisions by hash, of those that some moderator confirmed. */
export async function decidedByHash(
  db: Kysely<Tables>,
  tenant: string,
  hashes: readonly string[],
): Promise<readonly (DecidedIdentifier & { readonly hash: string })[]> {
  const rows = await linked(db, tenant)
    .where('held.value_hash', 'in', hashes)
    .where('screenings.status', '=', 'confirmed')
    .select(['held.value_hash as hash', 'decided_categories as categories'])
    .distinct()
    .execute()
  const counts = await countsByHash(db, tenant, [...new Set(rows.map(({ hash }) => hash))])
  return counts.map(({ hash, confirmed, dismissed }) => {
    const categories = rows.flatMap((row): string[] =>
      row.hash === hash && row.categories !== null ? JSON.parse(row.categories) : [],
    )
    return { hash, confirmed, dismissed, categories: [...new Set(categories)].sort() }
  })
}

export async function allShares(
  db: Kysely<Tables>,
  tenant: string,
  clientId: string,
): Promise<readonly Shared[]> {
  const own = linked(db, tenant).where('client_id', '=', clientId).select('held.value_hash').distinct()
  const rows = await linked(db, tenant)
    .where('held.value_hash', 'in', own)
    .where('client_id', 'is not', null)
    .where('client_id', '!=', clientId)
    .select(({ fn }) => ['client_id', 'held.type', fn.count('screenings.id').distinct().as('messages')])
    .groupBy(['client_id', 'held.type'])
    .orderBy('messages', 'desc')
    .orderBy('client_id')
    .orderBy('held.type')
    .limit(MOST_SHARES)
    .execute()
  return rows.map(({ client_id, type, messages }) => ({
    clientId: client_id ?? '',
    by: 'identifier',
    type,
    messages: Number(messages),
  }))
}
