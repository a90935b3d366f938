import type { Kysely, Selectable } from 'kysely'
import { resultOf } from '../contract/judgement.js'
import { inChunks } from './in-chunks.js'
import type { KeyedHash } from './keyed-hash.js'
import { screeningId } from './rows.js'
import type { NewScreening, Receipt } from './screening.js'
import { hashText, withoutEvidenceText } from './stored-text.js'
import type { ReceiptsTable, Tables } from './tables.js'

/** What a judgement leaves for its message id. */
export function receiptFor(messageId: string, { id, message, judgement }: NewScreening): Receipt {
  const { identifiers: _, ...kept } = resultOf(judgement)
  return {
    messageId,
    screeningId: id,
    isOf: text => text === message.text,
    result: { ...kept, flags: withoutEvidenceText(judgement.flags) },
  }
}

/**
 * Writes a receipt for every message id that has none yet: of two simultaneous messages of one id this decides which was
 * the first. Returns the message ids of those that came too late.
 */
export async function writeReceipts(
  db: Kysely<Tables>,
  hash: KeyedHash,
  tenant: string,
  screenings: readonly NewScreening[],
): Promise<readonly Receipt[]> {
  // In one order everywhere, else two batches with the same ids could wait for each other on PostgreSQL.
  const wanted = screenings
    .flatMap(screening => {
      const { messageId } = screening.message
      return messageId === undefined ? [] : [{ screening, receipt: receiptFor(messageId, screening) }]
    })
    .sort((a, b) => byMessageId(a.receipt, b.receipt))
  const written = await inChunks(wanted, chunk =>
    db
      .insertInto('receipts')
      .values(chunk.map(({ screening, receipt }) => rowOf(hash, tenant, screening, receipt)))
      .onConflict(conflict => conflict.columns(['tenant', 'message_id']).doNothing())
      .returning('screening_id')
      .execute(),
  )
  const inTime = new Set(written.map(row => row.screening_id))
  return wanted.map(({ receipt }) => receipt).filter(receipt => !inTime.has(receipt.screeningId))
}

/** The receipts there are of these message ids. */
export async function readReceipts(
  db: Kysely<Tables>,
  hash: KeyedHash,
  tenant: string,
  messageIds: readonly string[],
): Promise<ReadonlyMap<string, Receipt>> {
  const rows = await inChunks(messageIds, ids =>
    db
      .selectFrom('receipts')
      .selectAll()
      .where('tenant', '=', tenant)
      .where('message_id', 'in', ids)
      .execute(),
  )
  return new Map(rows.map(row => [row.message_id, receiptOf(hash, row)]))
}

function rowOf(
  hash: KeyedHash,
  tenant: string,
  { message: { text, client } }: NewScreening,
  { messageId, screeningId, result }: Receipt,
): ReceiptsTable {
  return {
    tenant,
    message_id: messageId,
    screening_id: screeningId,
    text_hash: hash('text', tenant, messageId, hashText(text)),
    client_hash: client?.id === undefined ? null : hash('client', tenant, client.id),
    result: JSON.stringify(result),
  }
}

function receiptOf(hash: KeyedHash, row: Selectable<ReceiptsTable>): Receipt {
  const { tenant, message_id: messageId, text_hash: known } = row
  return {
    messageId,
    screeningId: screeningId(row.screening_id),
    isOf: text => {
      const plain = hashText(text)
      // While an update goes round the instances, those of the version before still write the plain hash.
      return known === hash('text', tenant, messageId, plain) || known === plain
    },
    result: JSON.parse(row.result),
  }
}

function byMessageId(a: Receipt, b: Receipt): number {
  return a.messageId < b.messageId ? -1 : a.messageId > b.messageId ? 1 : 0
}
