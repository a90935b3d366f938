import type { Transaction } from 'kysely'
import { appealableUntil, contestedBy, type Term } from '../../contract/appeal-rules.js'
import { freshId, type ScreeningId } from '../../contract/ids.js'
import type { Side, TextKept } from '../../contract/words.js'
import type { Record } from '../audit-record.js'
import { asItPassed } from '../audited/reveal.js'
import { encodeText } from '../stored-text.js'
import type { Tables } from '../tables.js'
import { countAppeals } from './settle.js'

export interface NewAppeal {
  readonly from: Side
  readonly text: string
  readonly term: Term
}

export type Filed =
  | { readonly kind: 'filed'; readonly appealId: string }
  | { readonly kind: 'missing' }
  /** That side has objected already. */
  | { readonly kind: 'repeated' }
  /** Nothing was done that this side could object to. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'late'; readonly until: string }

interface Which {
  readonly tenant: string
  readonly id: ScreeningId
  readonly actor: string
}

/** Keeps the objection and puts its case first; the decision stands. */
export async function fileAppeal(
  db: Transaction<Tables>,
  record: Record,
  { tenant, id, actor }: Which,
  { from, text, term }: NewAppeal,
  textKept: TextKept,
): Promise<Filed> {
  // Touched first: a decision that is just being made is there by now, or comes after the objection and answers it.
  const screening = await db
    .updateTable('screenings')
    .set(eb => ({ open_appeals: eb.ref('open_appeals') }))
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  if (screening === undefined) return { kind: 'missing' }
  const earlier = await db
    .selectFrom('appeals')
    .select('id')
    .where('screening_id', '=', id)
    .where('side', '=', from)
    .executeTakeFirst()
  if (earlier !== undefined) return { kind: 'repeated' }
  const { status, decided_at: decidedAt, decided_by: decidedBy, created_at: createdAt } = screening
  const { verdict } = await asItPassed(db, screening)
  const contests = contestedBy(from, status, verdict)
  if (contests === undefined) return { kind: 'nothing' }
  const at = new Date().toISOString()
  const until = appealableUntil(createdAt, decidedAt, term)
  if (at >= until) return { kind: 'late', until }
  const appealId = freshId('apl')
  await db
    .insertInto('appeals')
    .values({
      id: appealId,
      tenant,
      screening_id: id,
      side: from,
      text: textKept === 'full' ? encodeText(text) : null,
      contests,
      contests_of: decidedBy,
      status: 'open',
      created_at: at,
      decided_at: null,
      decided_by: null,
      note: null,
    })
    .execute()
  await countAppeals(db, id, 1)
  // From now on it is decided by itself, whatever becomes of its campaign.
  await db.updateTable('campaign_members').set({ decided: 0 }).where('screening_id', '=', id).execute()
  await record(db, { tenant, type: 'appealed', actor, screeningId: id, detail: { appeal: appealId, from } })
  return { kind: 'filed', appealId }
}
