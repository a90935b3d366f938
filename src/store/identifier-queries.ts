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
const linked = (db: Kysely<Tables>, tenant: string) =>
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

/** Messages at each end of an identifier's row that are looked at: what many hold is asked for with every one that comes. */
const AT_EACH_END = 500

/** The first links of a hash, or the last. */
export const firstLinks = (db: Kysely<Tables>, tenant: string, hash: string, order: 'asc' | 'desc') =>
  db
    .selectFrom('identifiers')
    .select(['screening_id', 'value_hash', 'counts_as'])
    .where('tenant', '=', tenant)
    .where('value_hash', '=', hash)
    .orderBy('screening_id', order)
    .limit(AT_EACH_END)

/** Hashes that are looked up in one statement: SQLite puts five hundred selects together at most. */
export const HASHES_AT_ONCE = 100

/**
 * Decisions by hash on the first and the last messages that hold it, of those that some moderator confirmed. Of what more
 * than a thousand hold, the rest would change nothing: twenty decisions weigh as much as any number.
 */
export async function decidedByHash(
  db: Kysely<Tables>,
  tenant: string,
  hashes: readonly string[],
): Promise<readonly (DecidedIdentifier & { readonly hash: string })[]> {
  const [first, ...others] = hashes.flatMap(hash =>
    (['asc', 'desc'] as const).map(order =>
      db.selectFrom(firstLinks(db, tenant, hash, order).as('end')).selectAll(),
    ),
  )
  if (first === undefined) return []
  const ends = others.reduce((all, one) => all.union(one), first)
  const rows = await db
    .selectFrom(ends.as('held'))
    .innerJoin('screenings', 'screenings.id', 'held.screening_id')
    .where('screenings.origin', '!=', 'test')
    .where('screenings.status', '!=', 'pending')
    .select(['held.value_hash as hash', 'screenings.status', 'decided_categories as categories'])
    .select(countedAs.as('counted'))
    .execute()
  return hashes.flatMap(hash => {
    const own = rows.filter(row => row.hash === hash)
    const confirmed = own.filter(({ status }) => status === 'confirmed')
    if (confirmed.length === 0) return []
    const dismissed = own.filter(({ status }) => status === 'dismissed')
    const categories = confirmed.flatMap((row): string[] =>
      row.categories === null ? [] : JSON.parse(row.categories),
    )
    return [
      {
        hash,
        confirmed: messagesOf(confirmed),
        dismissed: messagesOf(dismissed),
        categories: [...new Set(categories)].sort(),
      },
    ]
  })
}

const messagesOf = (rows: readonly { readonly counted: string }[]): number =>
  new Set(rows.map(({ counted }) => counted)).size

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
