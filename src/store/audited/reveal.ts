import type { Kysely, Selectable, Transaction } from 'kysely'
import type { ScreeningsTable, Tables } from '../tables.js'

type Row = Selectable<ScreeningsTable>
type Kept = Pick<Row, 'id' | 'status' | 'origin' | 'verdict'>

/** Cases that have just been decided, audited ones as what they are. Who takes the decision back knows it from then on. */
export async function reveal(db: Transaction<Tables>, decided: readonly Row[]): Promise<readonly Row[]> {
  const audited = await db
    .selectFrom('audited_messages')
    .select(['screening_id', 'confidence', 'scores'])
    .where(
      'screening_id',
      'in',
      decided.map(({ id }) => id),
    )
    .execute()
  const truths = new Map(
    audited.map(({ screening_id: id, confidence, scores }) => [
      id,
      { origin: 'audit', verdict: 'allow', confidence, scores } as const,
    ]),
  )
  for (const [id, truth] of truths)
    await db.updateTable('screenings').set(truth).where('id', '=', id).execute()
  return decided.map(row => ({ ...row, ...truths.get(row.id) }))
}

/** A case as the platform knows its message, whatever moderators see of it: a drawn one passed. */
export async function asItPassed<Case extends Kept>(db: Kysely<Tables>, screening: Case): Promise<Case> {
  if (screening.status !== 'pending' || screening.origin !== 'screen') return screening
  const drawn = await db
    .selectFrom('audited_messages')
    .select('screening_id')
    .where('screening_id', '=', screening.id)
    .executeTakeFirst()
  return drawn === undefined ? screening : { ...screening, origin: 'audit', verdict: 'allow' }
}
