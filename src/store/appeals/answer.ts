import type { Transaction } from 'kysely'
import type { Contested } from '../../contract/appeal-rules.js'
import type { AppealStatus } from '../../contract/words.js'
import { announce } from '../announce.js'
import type { Record } from '../audit-record.js'
import { decide, type Review, reopen } from '../decide.js'
import { claimOf, detailOf, screeningId } from '../rows.js'
import type { Tables } from '../tables.js'
import type { Appeal } from './appeals.js'
import { impartial } from './impartial.js'
import { answerAppeal } from './settle.js'
import type { AppealsTable } from './table.js'

/** What somebody says to an objection. */
export interface Answer {
  readonly outcome: Exclude<AppealStatus, 'open'>
  /** What the message is after all, where the case is confirmed by it; absent: what it is flagged for. */
  readonly categories?: readonly string[] | undefined
  readonly note?: string | undefined
}

export type AppealStep =
  | { readonly kind: 'done'; readonly appeal: Appeal }
  | { readonly kind: 'missing' }
  /** It was answered before. */
  | { readonly kind: 'answered'; readonly status: AppealStatus }
  /** Who would answer has decided the case. */
  | { readonly kind: 'partial' }
  /** Somebody else works on it. */
  | { readonly kind: 'claimed'; readonly by: string; readonly until: string }
  /** Only what is confirmed has categories, and this answer confirms nothing. */
  | { readonly kind: 'unneeded' }

interface Which {
  readonly tenant: string
  readonly id: string
  readonly actor: string
}

/**
 * Granted, the case is decided the other way, as a review would; of a case that nobody has decided yet this is the decision,
 * either way.
 */
export async function answer(
  db: Transaction<Tables>,
  record: Record,
  { tenant, id, actor }: Which,
  { outcome, categories, note }: Answer,
): Promise<Exclude<AppealStep, { kind: 'done' }> | { readonly kind: 'done' }> {
  const asked = await db
    .selectFrom('appeals')
    .select('screening_id')
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst()
  if (asked === undefined) return { kind: 'missing' }
  // Touched first: of two who answer at the same time the second sees what the first said.
  const row = await db
    .updateTable('screenings')
    .set(eb => ({ open_appeals: eb.ref('open_appeals') }))
    .where('id', '=', asked.screening_id)
    .returningAll()
    .executeTakeFirstOrThrow()
  const appeal = await db.selectFrom('appeals').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  if (appeal.status !== 'open') return { kind: 'answered', status: appeal.status }
  const claim = claimOf(row)
  if (claim !== null && claim.by !== actor) return { kind: 'claimed', ...claim }
  if (row.status !== 'pending' && !(await isImpartial(db, appeal, actor))) return { kind: 'partial' }
  const decision = outcome === 'granted' ? otherThan(appeal.contests) : appeal.contests
  if (categories !== undefined && (decision !== 'confirmed' || row.status === decision))
    return { kind: 'unneeded' }
  const caseId = screeningId(appeal.screening_id)
  if (row.status === decision) {
    await giveBack(db, caseId)
    await answerAppeal(db, tenant, actor, { appeal, status: outcome, screening: detailOf(row), note })
  } else {
    await correct(db, tenant, appeal, actor, { decision, note, ...(categories && { categories }) })
  }
  const detail = { appeal: id, from: appeal.side, decision }
  await record(db, { tenant, type: `appeal_${outcome}`, actor, screeningId: caseId, detail })
  return { kind: 'done' }
}

/** Decides the case; the decision answers the objection, and whoever objected to the same. */
async function correct(
  db: Transaction<Tables>,
  tenant: string,
  { id, screening_id, created_at: since }: AppealsTable,
  actor: string,
  review: Review,
): Promise<void> {
  const caseId = screeningId(screening_id)
  const taken = await reopen(db, tenant, [caseId], { appealed: true })
  const decided = await decide(db, tenant, [caseId], actor, review)
  if (taken.length > 0) {
    // Since then somebody waited for it.
    const seconds = Math.max(0, Math.round((Date.now() - Date.parse(since)) / 1_000))
    await db.updateTable('screenings').set({ decision_seconds: seconds }).where('id', '=', caseId).execute()
  }
  await db
    .updateTable('appeals')
    .set({ note: asText(review.note) })
    .where('id', '=', id)
    .execute()
  await announce(db, tenant, 'screening.decided', decided)
}

async function isImpartial(db: Transaction<Tables>, appeal: AppealsTable, actor: string): Promise<boolean> {
  const found = await db
    .selectFrom('screenings')
    .select('id')
    .where('id', '=', appeal.screening_id)
    .where(impartial(actor))
    .executeTakeFirst()
  return found !== undefined
}

async function giveBack(db: Transaction<Tables>, id: string): Promise<void> {
  await db
    .updateTable('screenings')
    .set({ claimed_by: null, claimed_until: null })
    .where('id', '=', id)
    .execute()
}

const otherThan = (contested: Contested): Contested => (contested === 'confirmed' ? 'dismissed' : 'confirmed')

const asText = (note: string | undefined): string | null => (note === undefined ? null : JSON.stringify(note))
