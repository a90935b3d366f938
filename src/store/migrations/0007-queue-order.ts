import { type Kysely, type Migration, sql } from 'kysely'
import { MOST_VIOLATIONS } from '../../contract/harm.js'
import { isPostgres } from '../dialect.js'
import { dueOf, type Ranked } from '../rank.js'
import { addColumns } from './add-columns.js'

/**
 * The order of the queue, kept with each case, and which cases a step for many was about. What the version before writes
 * takes its place by arrival.
 */
export const queueOrder: Migration = {
  async up(db: Kysely<unknown>) {
    const onPostgres = isPostgres(db)
    await addColumns(db, 'screenings', {
      waiting_since: sql`text`,
      due: sql`double precision`,
      copy_hash: sql`text`,
      recipients: sql`integer not null default 1`,
      client_violations: sql`integer not null default 0`,
      reports: sql`integer not null default 0`,
    })
    const arrival = onPostgres
      ? 'extract(epoch from created_at::timestamptz) * 1000'
      : 'unixepoch(created_at) * 1000.0'
    await sql.raw(`update screenings set waiting_since = created_at, due = ${arrival}`).execute(db)
    await rankPending(db)
    for (const statement of onPostgres ? onPostgresInsert : onSqliteInsert)
      await sql.raw(statement).execute(db)

    // Stage and kind, so that they are filtered by and counted without reading the cases.
    await db.schema
      .createIndex('screenings_by_due')
      .on('screenings')
      .columns(['tenant', 'status', 'due', 'id', 'stage', 'kind'])
      .execute()
    await db.schema
      .createIndex('screenings_by_copy')
      .on('screenings')
      .columns(['tenant', 'copy_hash', 'recipients'])
      .where(sql.ref('copy_hash'), 'is not', null)
      .execute()

    await db.schema
      .createTable('bulk_steps')
      .addColumn('screening_id', 'text', column => column.notNull())
      // No reference: the trail is purged from its beginning on, and these with it.
      .addColumn('event_id', 'text', column => column.notNull())
      .addPrimaryKeyConstraint('bulk_steps_key', ['screening_id', 'event_id'])
      .execute()
    await db.schema.createIndex('bulk_steps_by_event').on('bulk_steps').column('event_id').execute()
  },
}

/** A row that does not say where it stands: the version before knows nothing of it. */
const onSqliteInsert: readonly string[] = [
  `create trigger screenings_take_place after insert on screenings when new.due is null begin
    update screenings set waiting_since = created_at, due = unixepoch(created_at) * 1000.0 where id = new.id;
  end`,
]
const onPostgresInsert: readonly string[] = [
  `create function screenings_take_place() returns trigger language plpgsql as $$ begin
    new.waiting_since := new.created_at;
    new.due := extract(epoch from new.created_at::timestamptz) * 1000;
    return new;
  end $$`,
  `create trigger screenings_take_place before insert on screenings for each row when (new.due is null)
    execute function screenings_take_place()`,
]

/** What later versions know of a case beside. */
const THEN = { report_trust: 1, open_appeals: 0 } as const

interface Row extends Omit<Ranked, keyof typeof THEN> {
  readonly id: string
}

/** Rows that one statement changes. */
const PAGE = 500

/** By the rule of today; what is decided keeps its arrival. */
async function rankPending(db: Kysely<unknown>): Promise<void> {
  for (const [column, counted] of [
    ['reports', `select count(*) from reports where reports.screening_id = screenings.id`],
    [
      'client_violations',
      `select count(*) from (select 1 from screenings as other where other.tenant = screenings.tenant
        and other.client_id = screenings.client_id and other.status = 'confirmed' and other.origin <> 'test'
        limit ${MOST_VIOLATIONS}) as confirmed`,
    ],
  ])
    await sql.raw(`update screenings set ${column} = (${counted}) where status = 'pending'`).execute(db)
  let last = ''
  for (;;) {
    const { rows } = await sql<Row>`
      select id, waiting_since, verdict, confidence, flags, recipients, client_violations, reports from screenings
      where status = 'pending' and id > ${last} order by id limit ${sql.lit(PAGE)}`.execute(db)
    const end = rows.at(-1)
    if (end === undefined) return
    const ranked = rows.map(row => sql`(${row.id}, ${sql.lit(dueOf({ ...row, ...THEN }))})`)
    await sql`
      update screenings set due = ranked.column2 from (values ${sql.join(ranked)}) as ranked
      where id = ranked.column1`.execute(db)
    last = end.id
  }
}
