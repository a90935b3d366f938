// Exit code 0 when a PostgreSQL answers at the URL within three seconds.
import pg from 'pg'

const client = new pg.Client({ connectionString: process.argv[2], connectionTimeoutMillis: 3_000 })
try {
  await client.connect()
  await client.query('select 1')
  await client.end()
} catch {
  process.exit(1)
}
