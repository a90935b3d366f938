import { type Kysely, type Migration, sql } from 'kysely'
import { addColumns } from './add-columns.js'

/**
 * Objections to what was decided, what a report says, and how much its reporter counts. The version before goes on working
 * on it: what it decides meanwhile answers no objection.
 */
export const appeals: Migration = {
  async up(db: Kysely<unknown>) {
    await addColumns(db, 'screenings', {
      open_appeals: sql`integer not null default 0`,
      report_trust: sql`double precision not null default 1`,
    })
    await addColumns(db, 'reports', { kind: sql`text not null default 'violation'` })
    await db.schema
      .createTable('appeals')
      .addColumn('id', 'text', column => column.primaryKey())
      .addColumn('tenant', 'text', column => column.notNull())
      .addColumn('screening_id', 'text', column =>
        column.notNull().references('screenings.id').onDelete('cascade'),
      )
      .addColumn('side', 'text', column => column.notNull())
      .addColumn('text', 'text')
      .addColumn('contests', 'text', column => column.notNull())
      .addColumn('contests_of', 'text')
      .addColumn('status', 'text', column => column.notNull())
      .addColumn('created_at', 'text', column => column.notNull())
      .addColumn('decided_at', 'text')
      .addColumn('decided_by', 'text')
      .addColumn('note', 'text')
      .addUniqueConstraint('appeals_once_a_side', ['screening_id', 'side'])
      .addCheckConstraint('appeals_side', sql`side in ('sender', 'recipient')`)
      .addCheckConstraint('appeals_contests', sql`contests in ('confirmed', 'dismissed')`)
      .addCheckConstraint('appeals_status', sql`status in ('open', 'granted', 'rejected')`)
      .execute()
    await db.schema
      .createIndex('appeals_by_status')
      .on('appeals')
      .columns(['tenant', 'status', 'id'])
      .execute()
    await db.schema
      .createIndex('screenings_appealed')
      .on('screenings')
      .columns(['tenant', 'due'])
      .where(sql.ref('open_appeals'), '>', sql.lit(0))
      .execute()
    await db.schema
      .createIndex('reports_by_reporter')
      .on('reports')
      .columns(['tenant', 'reporter_id'])
      .where(sql.ref('reporter_id'), 'is not', null)
      .execute()
  },
}
