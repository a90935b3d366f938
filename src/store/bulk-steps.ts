import type { Transaction } from 'kysely'
import type { ScreeningId } from '../contract/ids.js'
import type { AuditEntry } from './audit.js'
import type { Record } from './audit-record.js'
import { inChunks } from './in-chunks.js'
import type { ScreeningDetail } from './screening.js'
import type { Tables } from './tables.js'

/** What came of a step for many: the cases as they are now, and why the step was not taken with the others. */
export interface BulkStep {
  readonly done: readonly ScreeningDetail[]
  /** Decided already, or (to reopen) not decided; or somebody else works on it. */
  readonly conflicts: readonly ScreeningId[]
  readonly missing: readonly ScreeningId[]
}

/** One entry with the count; a case's own trail finds it by `bulk_steps`. */
export async function recordAll(
  record: Record,
  db: Transaction<Tables>,
  screenings: readonly ScreeningDetail[],
  entry: AuditEntry,
): Promise<void> {
  if (screenings.length === 0) return
  const detail = { ...entry.detail, count: screenings.length }
  const eventId = await record(db, { ...entry, detail })
  const steps = screenings.map(({ id }) => ({ screening_id: id, event_id: eventId }))
  await inChunks(steps, chunk =>
    db
      .insertInto('bulk_steps')
      .values([...chunk])
      .execute(),
  )
}

/** What came of the cases that were asked for. */
export async function bulkStep(
  db: Transaction<Tables>,
  tenant: string,
  ids: readonly ScreeningId[],
  done: readonly ScreeningDetail[],
): Promise<BulkStep> {
  const taken = new Set(done.map(({ id }) => id))
  const refused = ids.filter(id => !taken.has(id))
  const there = await inChunks(refused, chunk =>
    db
      .selectFrom('screenings')
      .select('id')
      .where('tenant', '=', tenant)
      .where('id', 'in', [...chunk])
      .execute(),
  )
  const known = new Set(there.map(({ id }) => id))
  return {
    done,
    conflicts: refused.filter(id => known.has(id)),
    missing: refused.filter(id => !known.has(id)),
  }
}
