import type { Transaction } from 'kysely'
import type { AppealStatus } from '../../contract/words.js'
import { tell } from '../announce.js'
import { inChunks } from '../in-chunks.js'
import { rankAnew } from '../rank-anew.js'
import type { ScreeningDetail } from '../screening.js'
import type { Tables } from '../tables.js'
import type { AppealsTable } from './table.js'

/** A decision answers the open appeals of its case: those that said what it says are granted. Tells of them. */
export async function settleAppeals(
  db: Transaction<Tables>,
  tenant: string,
  actor: string,
  decided: readonly ScreeningDetail[],
): Promise<void> {
  const open = await inChunks(decided, chunk =>
    db
      .selectFrom('appeals')
      .selectAll()
      .where('status', '=', 'open')
      .where(
        'screening_id',
        'in',
        chunk.map(({ id }) => id),
      )
      .execute(),
  )
  for (const appeal of open) {
    const screening = decided.find(({ id }) => id === appeal.screening_id)
    if (screening === undefined) continue
    const status = screening.status === appeal.contests ? 'rejected' : 'granted'
    await answerAppeal(db, tenant, actor, { appeal, status, screening })
  }
}

interface Answered {
  readonly appeal: AppealsTable
  readonly status: Exclude<AppealStatus, 'open'>
  readonly screening: ScreeningDetail
  readonly note?: string | undefined
}

/** The case stands in the queue as if this one had never been asked. Nobody is answered twice: false when it was before. */
export async function answerAppeal(
  db: Transaction<Tables>,
  tenant: string,
  actor: string,
  { appeal, status, screening, note }: Answered,
): Promise<boolean> {
  const at = new Date().toISOString()
  const answered = await db
    .updateTable('appeals')
    .set({
      status,
      decided_at: at,
      decided_by: actor,
      note: note === undefined ? null : JSON.stringify(note),
    })
    .where('id', '=', appeal.id)
    .where('status', '=', 'open')
    .executeTakeFirst()
  if (answered.numUpdatedRows === 0n) return false
  await countAppeals(db, screening.id, -1)
  const { id: screeningId, messageId, clientId, origin, status: caseStatus } = screening
  const data = {
    appealId: appeal.id,
    screeningId,
    messageId,
    clientId,
    from: appeal.side,
    outcome: status,
    status: caseStatus,
    decidedAt: at,
    statement: `/screenings/${screeningId}/statement?for=${appeal.side}`,
  }
  await tell(db, tenant, 'appeal.decided', [{ screeningId, isTest: origin === 'test', data }])
  return true
}

/** So many open appeals more, and the place in the queue by them. */
export async function countAppeals(db: Transaction<Tables>, id: string, more: 1 | -1): Promise<void> {
  const row = await db
    .updateTable('screenings')
    .set(eb => ({ open_appeals: eb('open_appeals', '+', more) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await rankAnew(db, row)
}
