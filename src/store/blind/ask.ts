import type { Transaction } from 'kysely'
import { type KeyedHash, lotOf } from '../keyed-hash.js'
import type { ScreeningDetail } from '../screening.js'
import type { Tables } from '../tables.js'

/** How much is looked at again by people who do not see the decision. Shares from 0 to 1. */
export interface BlindRates {
  /** Of decisions made one by one: a second opinion. */
  readonly secondReviewRate: number
  /** Of hand-outs: a case whose decision is known. */
  readonly goldenRate: number
  /** Of messages that passed: judged by somebody who does not see that they did. */
  readonly auditRate: number
}

/**
 * Whether a second opinion is wanted is a property of the case, so that deciding it anew does not draw again; nobody
 * without the store's secret can tell it. Known-answer texts have an answer already.
 */
export async function askSecond(
  db: Transaction<Tables>,
  hash: KeyedHash,
  tenant: string,
  { id, origin, decision }: ScreeningDetail,
  rate: number,
): Promise<void> {
  // An audited case would tell by itself that it has been decided.
  if (decision === null || origin === 'test' || origin === 'audit') return
  if (lotOf(hash('second', tenant, id)) >= rate) return
  await db.deleteFrom('blind_looks').where('screening_id', '=', id).execute()
  const { at, by } = decision
  await db
    .insertInto('blind_looks')
    .values({
      ...NOTHING_GIVEN,
      screening_id: id,
      tenant,
      purpose: 'second',
      decided_at: at,
      decided_by: by,
      due: Date.parse(at),
    })
    .execute()
}

/** A look that nobody has had yet. */
export const NOTHING_GIVEN = {
  decided_by: null,
  actor: null,
  claimed_until: null,
  given_at: null,
  decision: null,
  categories: null,
  note: null,
}
