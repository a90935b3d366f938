import { type Kysely, type Migration, type QueryExecutorProvider, sql } from 'kysely'
import { isPostgres } from '../dialect.js'
import { counting as countingOnPostgres, hundredth as hundredthOnPostgres } from './0004-counting-postgres.js'
import { counting as countingOnSqlite, hundredth as hundredthOnSqlite } from './0004-counting-sqlite.js'

/**
 * Counts that are kept instead of scanned, the chain of the audit trail, and what all instances should agree on. The
 * database itself keeps the counts, so they stay right while the version before still writes.
 */
export const trailAndCounts: Migration = {
  async up(db: Kysely<unknown>) {
    const onPostgres = isPostgres(db)
    // Screenings first, then the trail: in the order in which running instances lock them.
    await keptCounts(db, onPostgres)
    await listIndexes(db)
    await auditChain(db)
    await db.schema
      .createTable('settings')
      .addColumn('name', 'text', column => column.primaryKey())
      .addColumn('value', 'text', column => column.notNull())
      .addColumn('changed_at', 'text', column => column.notNull())
      .execute()
  },
}

const KEY = ['tenant', 'axis', 'rule', 'category', 'step', 'status', 'verdict', 'origin'] as const

async function keptCounts(db: Kysely<unknown>, onPostgres: boolean): Promise<void> {
  let table = db.schema.createTable('screening_counts')
  for (const column of KEY) table = table.addColumn(column, 'text', of => of.notNull())
  table = table.addColumn('count', 'integer', column => column.notNull())
  // Not added up yet: on PostgreSQL a combination has many such rows.
  if (onPostgres)
    table = table.addColumn('fresh', 'boolean', column => column.notNull().defaultTo(sql`false`))
  await table.execute()
  const key = KEY.join(', ')
  const statements = onPostgres
    ? [
        `create unique index screening_counts_key on screening_counts (${key}) where not fresh`,
        `create index screening_counts_fresh on screening_counts (fresh) where fresh`,
        `create index screening_counts_read on screening_counts (${key}) include (count)`,
        ...countingOnPostgres,
      ]
    : [`create unique index screening_counts_key on screening_counts (${key})`, ...countingOnSqlite]
  for (const statement of statements) await sql.raw(statement).execute(db)
  await countAnew(db, onPostgres)
}

/** What is there already. */
export async function countAnew(db: QueryExecutorProvider, onPostgres: boolean): Promise<void> {
  const hundredth = onPostgres ? hundredthOnPostgres : hundredthOnSqlite
  for (const [axis, step] of [
    ['day', 'substr(created_at, 1, 10)'],
    ['confidence', hundredth('confidence')],
  ])
    await sql
      .raw(
        `insert into screening_counts (tenant, axis, rule, category, step, status, verdict, origin, count)
        select tenant, '${axis}', rule, category, ${step}, status, verdict, origin, count(*) from (
          select tenant, created_at, status, verdict, origin, '' as rule, '' as category, confidence from screenings
          union all
          select parent.tenant, created_at, status, verdict, origin, hit.rule, hit.category, hit.confidence
          from (
            select screening_id, rule, category, confidence from screening_hits where rule <> ''
            union all
            select screening_id, '', category, max(confidence) from screening_hits where source = 'rule'
            group by screening_id, category
          ) as hit join screenings as parent on parent.id = hit.screening_id
        ) as subject
        group by 1, 3, 4, 5, 6, 7, 8`,
      )
      .execute(db)
}

async function listIndexes(db: Kysely<unknown>): Promise<void> {
  // Holds all that a count asks for, so that the ends of a period are counted without reading the screenings.
  await db.schema
    .createIndex('screenings_by_arrival')
    .on('screenings')
    .columns(['tenant', 'id', 'status', 'verdict', 'origin', 'confidence'])
    .execute()
  await db.schema.dropIndex('screenings_by_id').execute()
  await db.schema
    .createIndex('screening_hits_by_flag')
    .on('screening_hits')
    .columns(['tenant', 'category', 'screening_id', 'source', 'confidence'])
    .execute()
  await db.schema.dropIndex('screening_hits_by_category').execute()
  await db.schema
    .createIndex('screenings_by_client_status')
    .on('screenings')
    .columns(['tenant', 'client_id', 'status'])
    .execute()
  await db.schema
    .createIndex('screenings_by_origin')
    .on('screenings')
    .columns(['tenant', 'origin', 'id'])
    .execute()
  await db.schema
    .createIndex('screenings_by_claim')
    .on('screenings')
    .columns(['tenant', 'status', 'claimed_until'])
    .where(sql.ref('claimed_until'), 'is not', null)
    .execute()
}

async function auditChain(db: Kysely<unknown>): Promise<void> {
  // Entries of before, and of the version before, have neither.
  await db.schema.alterTable('events').addColumn('seq', 'integer').execute()
  await db.schema.alterTable('events').addColumn('hash', 'text').execute()
  await db.schema.createIndex('events_in_chain').unique().on('events').columns(['tenant', 'seq']).execute()
  await db.schema
    .createTable('audit_heads')
    .addColumn('tenant', 'text', column => column.primaryKey())
    .addColumn('seq', 'integer', column => column.notNull())
    .addColumn('hash', 'text', column => column.notNull())
    .addColumn('anchor_seq', 'integer', column => column.notNull())
    .addColumn('anchor_hash', 'text', column => column.notNull())
    .addColumn('unchained', 'integer', column => column.notNull())
    .addColumn('seal', 'text', column => column.notNull())
    .execute()
}
