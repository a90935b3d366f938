import { randomBytes } from 'node:crypto'
import pg from 'pg'
import type { DatabaseLocation } from '../../src/contract/database-location.js'

/** Works on a new, empty database of a PostgreSQL server, and drops it however that ends. */
export async function onDatabaseOfItsOwn<Result>(
  url: string,
  work: (location: DatabaseLocation) => Promise<Result>,
): Promise<Result> {
  const name = `sekisho_bench_${randomBytes(6).toString('hex')}`
  const server = new pg.Client({ connectionString: url })
  await server.connect()
  await server.query(`create database ${name}`)
  try {
    const own = new URL(url)
    own.pathname = `/${name}`
    return await work({ kind: 'postgres', url: own.href })
  } finally {
    await server.query(`drop database ${name} with (force)`)
    await server.end()
  }
}
