// Exit code 0 when what is at the URL answers within three seconds: a PostgreSQL, or a NATS with JetStream.
import { jetstreamManager } from '@nats-io/jetstream'
import { connect } from '@nats-io/transport-node'
import pg from 'pg'

const url = process.argv[2] ?? ''
try {
  if (url.startsWith('nats:')) await askNats(new URL(url).host)
  else await askPostgres(url)
} catch {
  process.exit(1)
}

/** @param {string} connectionString */
async function askPostgres(connectionString) {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 3_000 })
  await client.connect()
  await client.query('select 1')
  await client.end()
}

/** @param {string} servers */
async function askNats(servers) {
  const connection = await connect({ servers, timeout: 3_000, reconnect: false })
  await jetstreamManager(connection)
  await connection.close()
}
