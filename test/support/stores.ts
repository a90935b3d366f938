import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { DatabaseLocation } from '../../src/contract/database-location.js'

/** A fresh, empty database of its own, and what removes it again. */
export interface TestDatabase {
  readonly location: DatabaseLocation
  readonly remove: () => Promise<void>
}

interface Kind {
  readonly name: string
  readonly create: () => Promise<TestDatabase>
}

const postgresUrl = process.env.TEST_DATABASE_URL
if (postgresUrl === undefined) console.log('SKIPPED: PostgreSQL tests, because TEST_DATABASE_URL is not set')

/** Every store that one suite has to hold for. */
export const databases: readonly Kind[] = [
  { name: 'SQLite', create: createSqlite },
  ...(postgresUrl === undefined ? [] : [{ name: 'PostgreSQL', create: () => createPostgres(postgresUrl) }]),
]

async function createSqlite(): Promise<TestDatabase> {
  const directory = mkdtempSync(join(tmpdir(), 'sekisho-'))
  return {
    location: { kind: 'sqlite', file: join(directory, 'not', 'there', 'yet.db') },
    remove: async () => rmSync(directory, { recursive: true }),
  }
}

async function createPostgres(server: string): Promise<TestDatabase> {
  const name = `sekisho_test_${randomBytes(6).toString('hex')}`
  await administer(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = name
  return {
    location: { kind: 'postgres', url: url.href },
    remove: () => administer(server, `drop database ${name} with (force)`),
  }
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  await client.query(statement)
  await client.end()
}
