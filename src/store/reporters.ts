import type { Kysely } from 'kysely'
import { type ReporterRecord, trustOf } from '../contract/trust.js'
import { inChunks } from './in-chunks.js'
import type { Tables } from './tables.js'

/** What became of the reports of reporters, as decisions stand now; of one who never reported, nothing. */
export async function readReporters(
  db: Kysely<Tables>,
  tenant: string,
  reporters: readonly string[],
): Promise<ReadonlyMap<string, ReporterRecord>> {
  const rows = await inChunks([...new Set(reporters)], chunk =>
    db
      .selectFrom('reports')
      .innerJoin('screenings', 'screenings.id', 'reports.screening_id')
      .select([
        'reports.reporter_id',
        'reports.kind',
        'screenings.status',
        eb => eb.fn.count('reports.screening_id').distinct().as('count'),
      ])
      .where('reports.tenant', '=', tenant)
      .where('reports.reporter_id', 'in', [...chunk])
      .where('screenings.status', '!=', 'pending')
      .groupBy(['reports.reporter_id', 'reports.kind', 'screenings.status'])
      .execute(),
  )
  const records = new Map<string, ReporterRecord>()
  for (const { reporter_id: id, kind, status, count } of rows) {
    const { decided, upheld } = records.get(id ?? '') ?? NOTHING
    records.set(id ?? '', {
      decided: decided + Number(count),
      upheld: upheld + (isUpheld(kind, status) ? Number(count) : 0),
    })
  }
  return records
}

const NOTHING: ReporterRecord = { decided: 0, upheld: 0 }

export const isUpheld = (kind: string, status: string): boolean =>
  status === (kind === 'violation' ? 'confirmed' : 'dismissed')

/** How much a report of somebody counts; who gives no name counts as somebody unknown. */
export async function readTrust(
  db: Kysely<Tables>,
  tenant: string,
  reporter: string | undefined,
): Promise<number> {
  if (reporter === undefined) return trustOf(NOTHING)
  return trustOf((await readReporters(db, tenant, [reporter])).get(reporter) ?? NOTHING)
}
