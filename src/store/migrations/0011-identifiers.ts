import type { Kysely, Migration } from 'kysely'

/**
 * Which flagged messages share an identifier, by keyed hash. It goes with its message, by reference. The version before runs
 * on as if nothing were linked.
 */
export const identifiers: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('identifiers')
      .ifNotExists()
      .addColumn('screening_id', 'text', column =>
        column.notNull().references('screenings.id').onDelete('cascade'),
      )
      .addColumn('tenant', 'text', column => column.notNull())
      .addColumn('type', 'text', column => column.notNull())
      .addColumn('value_hash', 'text', column => column.notNull())
      .addPrimaryKeyConstraint('identifiers_key', ['screening_id', 'value_hash'])
      .execute()
    await db.schema
      .createIndex('identifiers_by_value')
      .ifNotExists()
      .on('identifiers')
      .columns(['tenant', 'value_hash', 'screening_id'])
      .execute()
  },
}
