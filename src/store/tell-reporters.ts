import type { Kysely } from 'kysely'
import { tell } from './announce.js'
import { inChunks } from './in-chunks.js'
import { isUpheld } from './reporters.js'
import type { ScreeningDetail } from './screening.js'
import type { Tables } from './tables.js'

/** Tells what became of the reports of decided cases: whether the decision is what each of them said. */
export async function tellReporters(
  db: Kysely<Tables>,
  tenant: string,
  decided: readonly ScreeningDetail[],
): Promise<void> {
  const reports = await inChunks(decided, chunk =>
    db
      .selectFrom('reports')
      .select(['id', 'screening_id', 'kind', 'reporter_id'])
      .where(
        'screening_id',
        'in',
        chunk.map(({ id }) => id),
      )
      .orderBy('id')
      .execute(),
  )
  const cases = new Map<string, ScreeningDetail>(decided.map(one => [one.id, one]))
  const news = reports.flatMap(({ id: reportId, screening_id, kind, reporter_id: reporterId }) => {
    const screening = cases.get(screening_id)
    if (screening === undefined) return []
    const { id: screeningId, messageId, origin, status, decision } = screening
    const data = {
      reportId,
      screeningId,
      messageId,
      reporterId,
      kind,
      outcome: isUpheld(kind, status) ? 'upheld' : 'not_upheld',
      decidedAt: decision?.at ?? null,
      statement: `/screenings/${screeningId}/statement?for=reporter`,
    }
    return [{ screeningId, isTest: origin === 'test', data }]
  })
  await tell(db, tenant, 'report.decided', news)
}
