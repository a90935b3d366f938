import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { sql } from 'kysely'
import type { DatabaseLocation } from '../../src/contract/database-location.js'
import { openDatabase } from '../../src/store/database.js'
import type { Kept } from './check.js'

/** Reads what the store holds, past the service, which has to be down. `erased`: tokens that should be nowhere. */
export async function inspect(location: DatabaseLocation, erased: ReadonlySet<string>): Promise<Kept> {
  const db = await openDatabase(location)
  try {
    const rows = await db
      .selectFrom('screenings')
      .select(['id', 'tenant', 'message_id', 'text', 'status'])
      .execute()
    const deliveries = await db
      .selectFrom('deliveries')
      .select(['screening_id', 'status', 'payload'])
      .execute()
    const hits = await db.selectFrom('screening_hits').select('screening_id').distinct().execute()
    return {
      screenings: rows.map(({ message_id: messageId, text, ...row }) => ({
        ...row,
        messageId,
        text: text === null ? '' : String(JSON.parse(text)),
      })),
      hangingOn: new Map([
        ...hits.map(row => [row.screening_id, 'with what hit it'] as const),
        ...deliveries
          .filter(namesSomebody)
          .map(row => [row.screening_id, `with a ${row.status} webhook that names somebody`] as const),
      ]),
      waiting: new Set(deliveries.filter(row => row.status === 'waiting').map(row => row.screening_id)),
      damage: location.kind === 'sqlite' ? await damageOf(db) : undefined,
      bytesLeft: location.kind === 'sqlite' ? bytesLeft(location.file, erased) : new Set(),
    }
  } finally {
    await db.destroy()
  }
}

/** What had not gone out when its case was erased goes out all the same, and names nobody (docs/privacy.md). */
function namesSomebody({ payload }: { readonly payload: string }): boolean {
  const { messageId, clientId } = JSON.parse(payload).data
  return (messageId ?? clientId ?? null) !== null
}

/** Makes every webhook that waits for its next attempt due now: nobody has to sit through hours of waiting. */
export async function hastenWebhooks(location: DatabaseLocation): Promise<void> {
  const db = await openDatabase(location)
  try {
    await db
      .updateTable('deliveries')
      .set({ status: 'waiting', next_attempt_at: new Date(0).toISOString() })
      .where('status', 'in', ['waiting', 'dead'])
      .execute()
  } finally {
    await db.destroy()
  }
}

async function damageOf(db: Awaited<ReturnType<typeof openDatabase>>): Promise<string | undefined> {
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check`.execute(db)
  const said = rows.map(row => row.integrity_check).join('; ')
  return said === 'ok' ? undefined : said
}

/** The database and what lies beside it: its log, its journal. */
function bytesLeft(file: string, tokens: ReadonlySet<string>): ReadonlySet<string> {
  const directory = dirname(file)
  const files = readdirSync(directory)
    .filter(name => name.startsWith(basename(file)))
    .map(name => readFileSync(join(directory, name)))
  return new Set([...tokens].filter(token => files.some(bytes => bytes.includes(token))))
}
