import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import pg from 'pg'
import type { DatabaseLocation } from '../../src/contract/database-location.js'
import { startWire, type Wire } from './wire.js'

export const storeKinds = ['sqlite', 'postgres'] as const
export type StoreKind = (typeof storeKinds)[number]

/** A database of this run's own. */
export interface TestDatabase {
  /** Where it is, past every fault. */
  readonly location: DatabaseLocation
  /** The address that the service gets. */
  readonly url: string
  /** What lies between the two; a file has no wire. */
  readonly wire: Wire | undefined
  readonly remove: () => Promise<void>
}

export function createDatabase(kind: StoreKind, directory: string, server: string): Promise<TestDatabase> {
  return kind === 'sqlite' ? createFile(join(directory, 'sekisho.db')) : createOnServer(server)
}

async function createFile(file: string): Promise<TestDatabase> {
  return {
    location: { kind: 'sqlite', file },
    url: `sqlite:${file}`,
    wire: undefined,
    remove: async () => undefined,
  }
}

async function createOnServer(server: string): Promise<TestDatabase> {
  const name = `sekisho_faults_${randomBytes(6).toString('hex')}`
  await administer(server, `create database ${name}`)
  const url = new URL(server)
  url.pathname = name
  const wire = await startWire(url.hostname, Number(url.port || 5_432))
  const through = new URL(url)
  through.hostname = '127.0.0.1'
  through.port = String(wire.port)
  return {
    location: { kind: 'postgres', url: url.href },
    url: through.href,
    wire,
    remove: async () => {
      await wire.close()
      await administer(server, `drop database ${name} with (force)`)
    },
  }
}

/** Runs one statement on a connection of its own. */
export async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
