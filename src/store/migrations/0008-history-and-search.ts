import { type Kysely, type Migration, sql } from 'kysely'
import type { TextKept } from '../../contract/words.js'
import { isPostgres } from '../dialect.js'
import { gramsOf } from '../search-grams.js'
import { searchable } from '../search-text.js'

/**
 * What was written before a message, and what the texts are searched by. The version before goes on working on it; what it
 * keeps meanwhile has no history and is not found by a search.
 */
export const historyAndSearch: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable('screening_histories')
      .ifNotExists()
      .addColumn('screening_id', 'text', column =>
        column.primaryKey().references('screenings.id').onDelete('cascade'),
      )
      .addColumn('history', 'text', column => column.notNull())
      .execute()
    await (isPostgres(db) ? textsOnPostgres(db) : textsOnSqlite(db))
    await fill(db)
    await (isPostgres(db) ? indexOnPostgres(db) : indexOnSqlite(db))
  },
}

async function textsOnPostgres(db: Kysely<unknown>): Promise<void> {
  await sql`create table if not exists screening_texts (
    screening_id text primary key references screenings (id) on delete cascade,
    folded text not null,
    grams integer[] not null
  )`.execute(db)
}

/** PostgreSQL's own index over arrays: pairs of characters serve words of two, which groups of three do not. */
async function indexOnPostgres(db: Kysely<unknown>): Promise<void> {
  await sql`create index if not exists screening_texts_grams on screening_texts using gin (grams)`.execute(db)
}

/** The number is what the index knows a text by; it outlives a backup, which a hidden row number does not. */
async function textsOnSqlite(db: Kysely<unknown>): Promise<void> {
  await sql`create table if not exists screening_texts (
    number integer primary key,
    screening_id text not null unique references screenings (id) on delete cascade,
    folded text not null
  )`.execute(db)
}

/** What is deleted leaves the index at once, and not when its pages are next merged. */
async function indexOnSqlite(db: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`create virtual table if not exists screening_text_index using fts5(
      folded, content='screening_texts', content_rowid='number', tokenize='trigram case_sensitive 1')`,
    sql`insert into screening_text_index (screening_text_index, rank) values ('secure-delete', 1)`,
    sql`insert into screening_text_index (screening_text_index) values ('rebuild')`,
    sql`create virtual table if not exists screening_text_terms using fts5vocab('screening_text_index', 'instance')`,
    sql`create trigger if not exists screening_texts_in after insert on screening_texts begin
      insert into screening_text_index (rowid, folded) values (new.number, new.folded);
    end`,
    sql`create trigger if not exists screening_texts_out after delete on screening_texts begin
      insert into screening_text_index (screening_text_index, rowid, folded)
      values ('delete', old.number, old.folded);
    end`,
  ]
  for (const statement of statements) await statement.execute(db)
}

interface Row {
  readonly id: string
  readonly tenant: string
  readonly text: string
  readonly text_kept: TextKept
  readonly flags: string
}

/** Rows that one statement reads. */
const PAGE = 500

async function fill(db: Kysely<unknown>): Promise<void> {
  let last = ''
  for (;;) {
    const { rows } = await sql<Row>`
      select id, tenant, text, text_kept, flags from screenings
      where text is not null and id > ${last}
        and not exists (select 1 from screening_texts where screening_id = screenings.id)
      order by id limit ${sql.lit(PAGE)}`.execute(db)
    const end = rows.at(-1)
    if (end === undefined) return
    const values = rows.flatMap(row => valuesOf(row) ?? [])
    const columns = isPostgres(db) ? sql`screening_id, folded, grams` : sql`screening_id, folded`
    if (values.length > 0)
      await sql`insert into screening_texts (${columns}) values ${sql.join(
        values.map(({ id, tenant, folded }) =>
          isPostgres(db)
            ? sql`(${id}, ${folded}, ${`{${gramsOf(tenant, folded).join(',')}}`}::integer[])`
            : sql`(${id}, ${folded})`,
        ),
      )}`.execute(db)
    last = end.id
  }
}

function valuesOf({ id, tenant, text, text_kept: textKept, flags }: Row) {
  const folded = searchable(textKept, JSON.parse(text), JSON.parse(flags))
  return folded === undefined ? undefined : { id, tenant, folded }
}
