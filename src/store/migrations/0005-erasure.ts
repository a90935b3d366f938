import { type Kysely, type Migration, sql } from 'kysely'
import { freshSecret, type KeyedHash, keyedHash } from '../keyed-hash.js'
import { addColumns } from './add-columns.js'

/**
 * What is erased stays erased, and what is kept of an allowed message tells nobody what it said: receipts are hashed
 * under a secret of the store, know their client, and leave a mark when they are erased.
 */
export const erasure: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('secrets')
      .addColumn('name', 'text', column => column.primaryKey())
      .addColumn('value', 'text', column => column.notNull())
      .execute()
    const secret = freshSecret()
    await sql`insert into secrets (name, value) values ('receipts', ${secret})`.execute(db)

    await addColumns(db, 'receipts', { client_hash: sql`text` })
    await db.schema
      .createIndex('receipts_by_client')
      .on('receipts')
      .columns(['tenant', 'client_hash'])
      .where(sql.ref('client_hash'), 'is not', null)
      .execute()
    await rehashReceipts(db, keyedHash(secret))

    await db.schema
      .createTable('tombstones')
      .addColumn('message_hash', 'text', column => column.primaryKey())
      .addColumn('erased_at', 'text', column => column.notNull())
      .execute()
  },
}

interface Row {
  readonly tenant: string
  readonly message_id: string
  readonly text_hash: string
}

/** Rows that one statement changes. */
const PAGE = 500

/** A receipt holds the HMAC of what it held before, so those from before go on working. */
async function rehashReceipts(db: Kysely<unknown>, hash: KeyedHash): Promise<void> {
  let last: Pick<Row, 'tenant' | 'message_id'> = { tenant: '', message_id: '' }
  for (;;) {
    const { rows } = await sql<Row>`
      select tenant, message_id, text_hash from receipts
      where (tenant, message_id) > (${last.tenant}, ${last.message_id})
      order by tenant, message_id limit ${sql.lit(PAGE)}`.execute(db)
    const end = rows.at(-1)
    if (end === undefined) return
    const hashed = rows.map(
      row =>
        sql`(${row.tenant}, ${row.message_id}, ${hash('text', row.tenant, row.message_id, row.text_hash)})`,
    )
    await sql`
      update receipts set text_hash = hashed.column3 from (values ${sql.join(hashed)}) as hashed
      where tenant = hashed.column1 and message_id = hashed.column2`.execute(db)
    last = end
  }
}
