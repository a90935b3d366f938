import type { Kysely, Selectable } from 'kysely'
import { type Deciding, decidingParts, namesOf } from '../contract/idempotency.js'
import { resultOf } from '../contract/judgement.js'
import type { IncomingMessage } from '../contract/message.js'
import { inChunks } from './in-chunks.js'
import type { KeyedHash } from './keyed-hash.js'
import { screeningId } from './rows.js'
import type { NewScreening, Receipt } from './screening.js'
import { hashText, withoutEvidenceText } from './stored-text.js'
import type { ReceiptsTable, Tables } from './tables.js'

/** What a judgement leaves under each of its message's names. */
export function receiptFor(name: string, { id, message, judgement }: NewScreening): Receipt {
  const { identifiers: _, ...kept } = resultOf(judgement)
  const isOf = (text: string): boolean => text === message.text
  return {
    name,
    screeningId: id,
    isOf,
    differences: again => differing(again, isOf, decidingParts(message), (_part, value) => value),
    result: { ...kept, flags: withoutEvidenceText(judgement.flags) },
  }
}

/** How much of what decides was said of a message: a repeat is held to that. */
type Knows = 'all' | 'text'

/**
 * Writes a receipt under every name that has none yet: of two simultaneous messages of one name this decides which was
 * the first. Returns those that came too late; they leave no receipt under their other name either.
 */
export async function writeReceipts(
  db: Kysely<Tables>,
  hash: KeyedHash,
  tenant: string,
  screenings: readonly NewScreening[],
  knows: Knows = 'all',
): Promise<readonly NewScreening[]> {
  // In one order everywhere, else two batches with the same names could wait for each other on PostgreSQL.
  const wanted = screenings
    .flatMap(screening => namesOf(screening.message).map(name => ({ name, screening })))
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0))
  const written = await inChunks(wanted, chunk =>
    db
      .insertInto('receipts')
      .values(chunk.map(({ name, screening }) => rowOf(hash, tenant, screening, name, knows)))
      .onConflict(conflict => conflict.columns(['tenant', 'message_id']).doNothing())
      .returning(['message_id', 'screening_id'])
      .execute(),
  )
  const own = new Set(written.map(row => `${row.screening_id} ${row.message_id}`))
  const late = screenings.filter(({ id, message }) =>
    namesOf(message).some(name => !own.has(`${id} ${name}`)),
  )
  await deleteReceipts(
    db,
    tenant,
    late.filter(({ message }) => namesOf(message).length > 1),
  )
  return late
}

/** Takes back what was written for these, and nothing that others have under the same names. */
export async function deleteReceipts(
  db: Kysely<Tables>,
  tenant: string,
  screenings: readonly NewScreening[],
): Promise<void> {
  if (screenings.length === 0) return
  const ids = screenings.map(({ id }) => id)
  await db.deleteFrom('receipts').where('tenant', '=', tenant).where('screening_id', 'in', ids).execute()
}

/** The receipts there are under these names. */
export async function readReceipts(
  db: Kysely<Tables>,
  hash: KeyedHash,
  tenant: string,
  names: readonly string[],
): Promise<ReadonlyMap<string, Receipt>> {
  const rows = await inChunks(names, some =>
    db
      .selectFrom('receipts')
      .selectAll()
      .where('tenant', '=', tenant)
      .where('message_id', 'in', some)
      .execute(),
  )
  return new Map(rows.map(row => [row.message_id, receiptOf(hash, row)]))
}

function rowOf(
  hash: KeyedHash,
  tenant: string,
  screening: NewScreening,
  name: string,
  knows: Knows,
): ReceiptsTable {
  const { id, message } = screening
  const { text, client } = message
  const hashed = hashedPart(hash, tenant, name)
  const deciding = Object.entries(decidingParts(message)).map(([part, value]) => [part, hashed(part, value)])
  return {
    tenant,
    message_id: name,
    screening_id: id,
    text_hash: hash('text', tenant, name, hashText(text)),
    client_hash: client?.id === undefined ? null : hash('client', tenant, client.id),
    deciding: knows === 'text' ? null : JSON.stringify(Object.fromEntries(deciding)),
    result: JSON.stringify(receiptFor(name, screening).result),
  }
}

function receiptOf(hash: KeyedHash, row: Selectable<ReceiptsTable>): Receipt {
  const { tenant, message_id: name, text_hash: known } = row
  const isOf = (text: string): boolean => {
    const plain = hashText(text)
    // While an update goes round the instances, those of the version before still write the plain hash.
    return known === hash('text', tenant, name, plain) || known === plain
  }
  const deciding: Readonly<Record<string, string>> = row.deciding === null ? {} : JSON.parse(row.deciding)
  return {
    name,
    screeningId: screeningId(row.screening_id),
    isOf,
    differences: again => differing(again, isOf, deciding, hashedPart(hash, tenant, name)),
    result: JSON.parse(row.result),
  }
}

/** 64 bits: they tell two messages of one name apart, and nothing else. */
function hashedPart(hash: KeyedHash, tenant: string, name: string) {
  return (part: string, value: string): string => hash('deciding', tenant, name, part, value).slice(0, 16)
}

/** Of what is known: a receipt of a version before knows the text alone. */
function differing(
  message: IncomingMessage,
  isOf: (text: string) => boolean,
  known: Readonly<Partial<Record<string, string>>>,
  form: (part: string, value: string) => string,
): readonly Deciding[] {
  const parts = decidingParts(message)
  const names = [
    'messageId',
    'stage',
    'kind',
    'outsideContactApproved',
    'client',
    'history',
    'allow',
  ] as const
  const others = names.filter(part => known[part] !== undefined && known[part] !== form(part, parts[part]))
  return isOf(message.text) ? others : ['text', ...others]
}
