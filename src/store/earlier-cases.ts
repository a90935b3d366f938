import type { Kysely } from 'kysely'
import type { ScreeningId } from '../contract/ids.js'
import type { CaseStatus, Verdict } from '../contract/words.js'
import { screeningId } from './rows.js'
import type { StoredFlag } from './stored-text.js'
import type { Tables } from './tables.js'

/** Another case of the same client, as far as it tells something of the client. */
export interface EarlierCase {
  readonly id: ScreeningId
  /** ISO 8601, UTC. */
  readonly createdAt: string
  readonly verdict: Verdict
  readonly status: CaseStatus
  /** What was decided; while it is pending, what it was flagged for. */
  readonly categories: readonly string[]
  readonly decidedBy: string | null
  readonly decidedAt: string | null
}

/** More of them nobody reads beside a case. */
const MOST = 10

/** What a client sent before this one, newest first. */
export async function readEarlierCases(
  db: Kysely<Tables>,
  tenant: string,
  clientId: string,
  id: ScreeningId,
  /** Their decisions are not shown. */
  blind: readonly string[] = [],
): Promise<readonly EarlierCase[]> {
  const rows = await db
    .selectFrom('screenings')
    .select([
      'id',
      'created_at',
      'verdict',
      'status',
      'flags',
      'decided_categories',
      'decided_by',
      'decided_at',
    ])
    .where('tenant', '=', tenant)
    .where('client_id', '=', clientId)
    .where('origin', '!=', 'test')
    .where('id', '<', id)
    .orderBy('id', 'desc')
    .limit(MOST)
    .execute()
  return rows.map(row => {
    const decided = blind.includes(row.id) ? null : row.decided_categories
    return {
      id: screeningId(row.id),
      createdAt: row.created_at,
      verdict: row.verdict,
      status: decided === null ? 'pending' : row.status,
      categories: decided === null ? flagged(row.flags) : JSON.parse(decided),
      decidedBy: decided === null ? null : row.decided_by,
      decidedAt: decided === null ? null : row.decided_at,
    }
  })
}

function flagged(json: string): readonly string[] {
  const flags: readonly StoredFlag[] = JSON.parse(json)
  return flags.map(({ category }) => category)
}
