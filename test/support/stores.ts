import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, test } from 'vitest'
import type { DatabaseLocation } from '../../src/contract/database-location.js'
import type { IncomingMessage } from '../../src/contract/message.js'
import { openDatabase } from '../../src/store/database.js'
import type { NewScreening } from '../../src/store/screening.js'
import { openStore, type Store } from '../../src/store/store.js'
import { judged } from './screenings.js'

/** A fresh, empty database of its own, and what removes it again. */
interface TestDatabase {
  readonly location: DatabaseLocation
  readonly remove: () => Promise<void>
}

/** A kind of database that tests run on. */
export interface DatabaseKind {
  readonly name: string
  readonly create: () => Promise<TestDatabase>
}

const postgresUrl = process.env.TEST_DATABASE_URL
if (postgresUrl === undefined) console.log('SKIPPED: PostgreSQL tests, because TEST_DATABASE_URL is not set')

/** What the stores of tests link identifiers by. */
export const IDENTIFIER_SECRET = 'a secret of the tests, long enough'

/** Every store that one suite has to hold for. */
export const databases: readonly DatabaseKind[] = [
  { name: 'SQLite', create: createSqlite },
  ...(postgresUrl === undefined ? [] : [{ name: 'PostgreSQL', create: () => createPostgres(postgresUrl) }]),
]

/** An open store, and a tenant of the test's own: no two tests see each other. */
export interface OpenStore {
  readonly store: Store
  readonly tenant: string
  readonly location: DatabaseLocation
  /** Every read and transaction of the test, in order. */
  readonly operations: readonly ('read' | 'write')[]
  /** Judges a message and keeps it. */
  keep(message: IncomingMessage): Promise<NewScreening>
}

/** Runs the tests of a subject over every store, or over some. */
export function onEveryStore(
  subject: string,
  tests: (on: OpenStore) => void,
  kinds: readonly DatabaseKind[] = databases,
): void {
  // A file of one store's tests is seen to be skipped where that store is not.
  if (kinds.length === 0) test.skip(subject, () => undefined)
  describe.each(kinds)(`${subject} on $name`, ({ create }) => {
    let database: TestDatabase
    let store: Store
    let count = 0
    let operations: ('read' | 'write')[] = []

    beforeAll(async () => {
      database = await create()
      store = await openStore(database.location, 'full', {
        observe: operation => operations.push(operation),
        identifierSecret: IDENTIFIER_SECRET,
      })
    })
    afterAll(async () => {
      await store.close()
      await database.remove()
    })
    beforeEach(() => {
      count++
      operations = []
    })

    tests({
      get store() {
        return store
      },
      get tenant() {
        return `tenant-${count}`
      },
      get location() {
        return database.location
      },
      get operations() {
        return operations
      },
      keep: async message => {
        const screening = judged(message)
        await store.inbox.keep(`tenant-${count}`, [screening])
        return screening
      },
    })
  })
}

/** Does something while nothing can be recorded in the audit trail. */
export async function withoutEvents(location: DatabaseLocation, work: () => Promise<unknown>): Promise<void> {
  const raw = await openDatabase(location)
  await raw.schema.alterTable('events').renameTo('events_away').execute()
  try {
    await work()
  } finally {
    await raw.schema.alterTable('events_away').renameTo('events').execute()
    await raw.destroy()
  }
}

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
