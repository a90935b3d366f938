import type { Kysely, Selectable } from 'kysely'
import { resultOf } from '../contract/judgement.js'
import { inChunks } from './in-chunks.js'
import { screeningId } from './rows.js'
import type { NewScreening, Receipt } from './screening.js'
import { hashText, withoutEvidenceText } from './stored-text.js'
import type { ReceiptsTable, Tables } from './tables.js'

/** What a judgement leaves for its message id: the one place where a receipt is made. */
export function receiptFor(messageId: string, { id, message, judgement }: NewScreening): Receipt {
  return {
    messageId,
    screeningId: id,
    textHash: hashText(message.text),
    result: { ...resultOf(judgement), flags: withoutEvidenceText(judgement.flags) },
  }
}

/**
 * Writes a receipt for every message id that has none yet: of two simultaneous messages of one id this decides which was
 * the first. Returns those that came too late.
 */
export async function writeReceipts(
  db: Kysely<Tables>,
  tenant: string,
  screenings: readonly NewScreening[],
): Promise<readonly Receipt[]> {
  // In one order everywhere, else two batches with the same ids could wait for each other on PostgreSQL.
  const wanted = screenings
    .flatMap(screening => {
      const { messageId } = screening.message
      return messageId === undefined ? [] : [receiptFor(messageId, screening)]
    })
    .sort(byMessageId)
  const written = await inChunks(wanted, receipts =>
    db
      .insertInto('receipts')
      .values(receipts.map(receipt => rowOf(tenant, receipt)))
      .onConflict(conflict => conflict.columns(['tenant', 'message_id']).doNothing())
      .returning('screening_id')
      .execute(),
  )
  const inTime = new Set(written.map(row => row.screening_id))
  return wanted.filter(receipt => !inTime.has(receipt.screeningId))
}

/** The receipts there are of these message ids. */
export async function readReceipts(
  db: Kysely<Tables>,
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
  return new Map(rows.map(row => [row.message_id, receiptOf(row)]))
}

function rowOf(tenant: string, { messageId, screeningId, textHash, result }: Receipt): ReceiptsTable {
  return {
    tenant,
    message_id: messageId,
    screening_id: screeningId,
    text_hash: textHash,
    result: JSON.stringify(result),
  }
}

function receiptOf(row: Selectable<ReceiptsTable>): Receipt {
  return {
    messageId: row.message_id,
    screeningId: screeningId(row.screening_id),
    textHash: row.text_hash,
    result: JSON.parse(row.result),
  }
}

function byMessageId(a: Receipt, b: Receipt): number {
  return a.messageId < b.messageId ? -1 : a.messageId > b.messageId ? 1 : 0
}
