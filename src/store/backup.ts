import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { sql } from 'kysely'
import type { DatabaseLocation } from '../contract/database-location.js'
import { openDatabase } from './database.js'
import { makePrivate } from './private-file.js'

/**
 * Copies an SQLite database, whatever version made it, into a new file that only its owner may read. Others read and write
 * meanwhile; the copy is as of its start, and has nothing in it that was deleted.
 */
export async function copyTo(location: DatabaseLocation, file: string): Promise<void> {
  if (location.kind === 'postgres') throw new Error('DATABASE_URL names PostgreSQL: copy it with pg_dump -Fc')
  if (!existsSync(location.file)) throw new Error(`DATABASE_URL: there is no database at ${location.file}`)
  if (existsSync(file)) throw new Error(`${file} is there already: name a new file`)
  const db = await openDatabase(location)
  try {
    // VACUUM INTO takes an empty file with the rights it has.
    makePrivate(file)
    await sql`vacuum into ${file}`.execute(db)
  } catch (error) {
    await rm(file, { force: true })
    throw error
  } finally {
    await db.destroy()
  }
}
