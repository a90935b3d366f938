import type { Kysely } from 'kysely'
import { countedAs, firstLinks } from './identifier-queries.js'
import { inChunks } from './in-chunks.js'
import { type LinkHash, linking } from './link-hash.js'
import type { NewScreening } from './screening.js'
import type { Tables } from './tables.js'
import type { IdentifiersTable } from './text-tables.js'

interface Link extends IdentifiersTable {
  readonly client: string | null
}

/** Links messages by what they hold, and by what their clients wrote before them. */
export async function linkScreenings(
  db: Kysely<Tables>,
  link: LinkHash,
  tenant: string,
  screenings: readonly NewScreening[],
): Promise<void> {
  if (link === undefined) return
  const own = screenings.flatMap(screening => ownLinks(link, tenant, screening))
  const held = new Set(own.map(keyOfRow))
  const earlier = screenings
    .flatMap(screening => earlierLinks(link, tenant, screening))
    .filter(row => !held.has(keyOfRow(row)))
  await write(db, own)
  // Behind those: what was itself kept in this very batch is known by then.
  if (earlier.length > 0) await write(db, await eachOnce(db, tenant, earlier))
}

const keyOfRow = ({ screening_id, value_hash }: Link): string => `${screening_id} ${value_hash}`

function ownLinks(
  link: NonNullable<LinkHash>,
  tenant: string,
  { id, message, judgement }: NewScreening,
): readonly Link[] {
  return linking(judgement.identifiers).map(identifier => ({
    screening_id: id,
    tenant,
    type: identifier.type,
    value_hash: link(tenant, identifier),
    history_at: null,
    counts_as: null,
    client: message.client?.id ?? null,
  }))
}

function earlierLinks(
  link: NonNullable<LinkHash>,
  tenant: string,
  { id, message, earlierIdentifiers = [] }: NewScreening,
): readonly Link[] {
  return linking(earlierIdentifiers).map(identifier => ({
    screening_id: id,
    tenant,
    type: identifier.type,
    value_hash: link(tenant, identifier),
    history_at: identifier.historyIndex,
    counts_as: null,
    client: message.client?.id ?? null,
  }))
}

/**
 * What a client wrote before counts as one message, however many of its later ones tell of it, and as none where it was kept
 * itself. Of clients without an id nobody can tell one from another: those that name the same count as one.
 */
async function eachOnce(
  db: Kysely<Tables>,
  tenant: string,
  earlier: readonly Link[],
): Promise<readonly Link[]> {
  const known = new Map<string, string>()
  for (const { value_hash, client_id, first } of await firstOf(db, tenant, earlier))
    known.set(senderKey(value_hash, client_id), first)
  return earlier.map(row => {
    const key = senderKey(row.value_hash, row.client)
    const first = known.get(key)
    if (first === undefined) known.set(key, row.screening_id)
    return first === undefined ? row : { ...row, counts_as: first }
  })
}

const senderKey = (hash: string, client: string | null): string => JSON.stringify([hash, client])

interface First {
  readonly value_hash: string
  readonly client_id: string | null
  readonly first: string
}

/** The first message of each client that is known to hold an identifier. */
async function firstOf(
  db: Kysely<Tables>,
  tenant: string,
  earlier: readonly Link[],
): Promise<readonly First[]> {
  const clients = [...new Set(earlier.flatMap(({ client }) => client ?? []))]
  const named = earlier.filter(({ client }) => client !== null)
  const nameless = earlier.filter(({ client }) => client === null)
  return [
    ...(await inChunks(hashesOf(named), some => firstOfClients(db, tenant, clients, some))),
    ...(await inChunks(hashesOf(nameless), some => firstOfNameless(db, tenant, some))),
  ]
}

const hashesOf = (links: readonly Link[]): readonly string[] => [
  ...new Set(links.map(({ value_hash }) => value_hash)),
]

/** Found from the clients' own messages, however many others hold the same: a cross join, because SQLite keeps to its order. */
function firstOfClients(
  db: Kysely<Tables>,
  tenant: string,
  clients: readonly string[],
  hashes: readonly string[],
): Promise<readonly First[]> {
  return db
    .selectFrom('screenings')
    .crossJoin('identifiers as held')
    .whereRef('held.screening_id', '=', 'screenings.id')
    .where('screenings.tenant', '=', tenant)
    .where('screenings.client_id', 'in', clients)
    .where('screenings.origin', '!=', 'test')
    .where('held.value_hash', 'in', hashes)
    .select(['held.value_hash', 'screenings.client_id', eb => eb.fn.min<string>(countedAs).as('first')])
    .groupBy(['held.value_hash', 'screenings.client_id'])
    .execute()
}

/** Looked for among the first messages that hold it. */
async function firstOfNameless(
  db: Kysely<Tables>,
  tenant: string,
  hashes: readonly string[],
): Promise<readonly First[]> {
  const found: First[] = []
  for (const hash of hashes) {
    const held = firstLinks(db, tenant, hash, 'asc')
    const row = await db
      .selectFrom(held.as('held'))
      .innerJoin('screenings', 'screenings.id', 'held.screening_id')
      .where('screenings.client_id', 'is', null)
      .where('screenings.origin', '!=', 'test')
      .select(['held.value_hash', 'screenings.client_id', countedAs.as('first')])
      .orderBy('held.screening_id')
      .limit(1)
      .executeTakeFirst()
    if (row) found.push(row)
  }
  return found
}

async function write(db: Kysely<Tables>, links: readonly Link[]): Promise<void> {
  await inChunks(links, chunk =>
    db
      .insertInto('identifiers')
      .values(chunk.map(({ client: _, ...row }) => row))
      .execute(),
  )
}
