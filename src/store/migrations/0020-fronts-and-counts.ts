import { type Kysely, type Migration, sql } from 'kysely'
import { isPostgres } from '../dialect.js'
import { countingTogether } from './0020-counting-postgres.js'
import { standing as onPostgres } from './0020-front-postgres.js'
import { standing as onSqlite } from './0020-front-sqlite.js'

/**
 * One pending case of an open campaign stands in front for all of them: the queue steps over the others without reading them.
 * And what is deleted or decided together is counted together. The database itself keeps both, while the version before
 * still writes.
 */
export const frontsAndCounts: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable('screenings')
      .addColumn('behind', 'integer', column => column.notNull().defaultTo(0))
      .execute()
    await db.schema.alterTable('campaigns').addColumn('front', 'text').execute()
    for (const statement of [
      ...standToday,
      ...indexes,
      ...(isPostgres(db) ? [...onPostgres, ...countingTogether] : onSqlite),
    ])
      await sql.raw(statement).execute(db)
  },
}

/** What waits already. */
const standToday: readonly string[] = [
  `update campaigns set front = (
    select min(member.screening_id) from campaign_members as member
    join screenings on screenings.id = member.screening_id
    where member.campaign_id = campaigns.id and screenings.status = 'pending')
  where status = 'open'`,
  `update screenings set behind = 1 where status = 'pending' and exists (
    select 1 from campaign_members as mine join campaigns on campaigns.id = mine.campaign_id
    where mine.screening_id = screenings.id and campaigns.status = 'open' and campaigns.front <> screenings.id)`,
]

const STANDS = `status = 'pending' and (behind = 0 or reports > 0 or open_appeals > 0)`

/** The status too, which is always the same: SQLite takes the index that more of the conditions fit. */
const indexes: readonly string[] = [
  `create index screenings_in_front_by_due on screenings (tenant, status, due, id) where ${STANDS}`,
  `create index screenings_in_front on screenings (tenant, status, id) where ${STANDS}`,
]
