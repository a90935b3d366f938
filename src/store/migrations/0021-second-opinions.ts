import { type Kysely, type Migration, sql } from 'kysely'

/**
 * Decided cases that are looked at once more by somebody who does not see the decision. The version before knows nothing of
 * them: what it reopens keeps a look of a decision that is no more, and such a look counts for nothing.
 */
export const secondOpinions: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('blind_looks')
      .addColumn('screening_id', 'text', column =>
        column.notNull().references('screenings.id').onDelete('cascade'),
      )
      .addColumn('tenant', 'text', column => column.notNull())
      .addColumn('purpose', 'text', column => column.notNull())
      .addColumn('decided_at', 'text', column => column.notNull())
      .addColumn('decided_by', 'text')
      .addColumn('due', sql`double precision`, column => column.notNull())
      .addColumn('actor', 'text')
      .addColumn('claimed_until', 'text')
      .addColumn('given_at', 'text')
      .addColumn('decision', 'text')
      .addColumn('categories', 'text')
      .addColumn('note', 'text')
      .addCheckConstraint('blind_looks_purpose', sql`purpose in ('second', 'golden')`)
      .execute()
    // A case has one second opinion, and one golden result of each moderator.
    for (const [purpose, columns] of [
      ['second', ['screening_id']],
      ['golden', ['screening_id', 'actor']],
    ] as const)
      await db.schema
        .createIndex(`blind_looks_${purpose}`)
        .unique()
        .on('blind_looks')
        .columns([...columns])
        .where(sql.ref('purpose'), '=', sql.lit(purpose))
        .execute()
    await db.schema
      .createIndex('blind_looks_waiting')
      .on('blind_looks')
      .columns(['tenant', 'due'])
      .where(sql.ref('given_at'), 'is', null)
      .execute()
    await db.schema
      .createIndex('blind_looks_given')
      .on('blind_looks')
      .columns(['tenant', 'purpose', 'given_at'])
      .where(sql.ref('given_at'), 'is not', null)
      .execute()
    await db.schema
      .createIndex('blind_looks_by_actor')
      .on('blind_looks')
      .columns(['tenant', 'actor', 'given_at'])
      .where(sql.ref('actor'), 'is not', null)
      .execute()

    await db.schema
      .createTable('golden_items')
      .addColumn('screening_id', 'text', column =>
        column.primaryKey().references('screenings.id').onDelete('cascade'),
      )
      .addColumn('tenant', 'text', column => column.notNull())
      .addColumn('decided_at', 'text', column => column.notNull())
      .addColumn('added_at', 'text', column => column.notNull())
      .addColumn('added_by', 'text', column => column.notNull())
      .addColumn('note', 'text')
      .execute()
    await db.schema.createIndex('golden_items_by_tenant').on('golden_items').column('tenant').execute()
  },
}
