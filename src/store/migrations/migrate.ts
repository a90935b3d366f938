import { type Kysely, type Migration, Migrator } from 'kysely'
import type { Tables } from '../tables.js'
import { screenings } from './0001-screenings.js'
import { moderation } from './0002-moderation.js'
import { trailAndCounts } from './0004-trail-and-counts.js'

/** In order. A migration that has run anywhere is never edited: add the next one. */
const migrations: Readonly<Record<string, Migration>> = {
  '0001-screenings': screenings,
  '0002-moderation': moderation,
  '0004-trail-and-counts': trailAndCounts,
}

/**
 * Brings the database to the newest layout; does nothing when it is there. On PostgreSQL kysely holds an advisory
 * lock meanwhile, so any number of instances may start at once.
 */
export async function migrate(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } })
  const { error } = await migrator.migrateToLatest()
  if (error !== undefined) throw error
}
