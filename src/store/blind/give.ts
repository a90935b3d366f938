import type { Transaction } from 'kysely'
import type { ScreeningId } from '../../contract/ids.js'
import type { Review } from '../decide.js'
import { detailOf } from '../rows.js'
import type { ScreeningDetail } from '../screening.js'
import type { Tables } from '../tables.js'
import { type Look, looksAt, seenBy } from './looks.js'

/** Minutes for which who takes a look back holds the case again. */
const HELD_AGAIN = 10

/** Keeps a review of those of the cases that somebody looks at blind. Returns them as that person has to see them. */
export async function giveLooks(
  db: Transaction<Tables>,
  tenant: string,
  actor: string,
  ids: readonly ScreeningId[],
  { decision, categories, note }: Review,
): Promise<readonly ScreeningDetail[]> {
  const open = (await looksAt(db, tenant, ids, actor)).filter(isOpen)
  const given: ScreeningId[] = []
  for (const { flags, id } of await read(db, tenant, open)) {
    const final = decision === 'dismissed' ? [] : [...new Set(categories ?? flags.map(flag => flag.category))]
    const done = await change(db, tenant, actor, id, 'open', {
      given_at: new Date().toISOString(),
      decision,
      categories: JSON.stringify(final),
      note: note === undefined ? null : JSON.stringify(note),
    })
    if (done) given.push(id)
  }
  return seenBy(
    db,
    tenant,
    actor,
    await read(
      db,
      tenant,
      given.map(id => ({ id })),
    ),
  )
}

/** Takes back what somebody has given: it is theirs again. Returns the cases, as pending. */
export async function withdrawLooks(
  db: Transaction<Tables>,
  tenant: string,
  actor: string,
  looks: readonly Look[],
): Promise<readonly ScreeningDetail[]> {
  const withdrawn: ScreeningId[] = []
  for (const { id, given } of looks) {
    const until = new Date(Date.now() + HELD_AGAIN * 60_000).toISOString()
    const nothing = { given_at: null, decision: null, categories: null, note: null, claimed_until: until }
    if (given !== null && (await change(db, tenant, actor, id, 'given', nothing))) withdrawn.push(id)
  }
  const screenings = await read(
    db,
    tenant,
    withdrawn.map(id => ({ id })),
  )
  return seenBy(db, tenant, actor, screenings)
}

/** Prolongs or ends the lease of a look that is not given; undefined: there is none. Returns the case as it has to be seen. */
export async function leaseLook(
  db: Transaction<Tables>,
  tenant: string,
  actor: string,
  id: ScreeningId,
  until: string,
): Promise<ScreeningDetail | undefined> {
  const [open] = (await looksAt(db, tenant, [id], actor)).filter(isOpen)
  if (open === undefined || !(await change(db, tenant, actor, id, 'open', { claimed_until: until })))
    return undefined
  const [seen] = await seenBy(db, tenant, actor, await read(db, tenant, [open]))
  return seen
}

const isOpen = ({ given }: Look): boolean => given === null

/** Only while it is this person's still: of two at the same time one gets it. */
async function change(
  db: Transaction<Tables>,
  tenant: string,
  actor: string,
  id: ScreeningId,
  when: 'open' | 'given',
  to: Partial<Tables['blind_looks']>,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('blind_looks')
    .set(to)
    .where('tenant', '=', tenant)
    .where('screening_id', '=', id)
    .where('actor', '=', actor)
    .where('given_at', when === 'open' ? 'is' : 'is not', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

async function read(
  db: Transaction<Tables>,
  tenant: string,
  which: readonly { readonly id: ScreeningId }[],
): Promise<readonly ScreeningDetail[]> {
  if (which.length === 0) return []
  const rows = await db
    .selectFrom('screenings')
    .selectAll()
    .where('tenant', '=', tenant)
    .where(
      'id',
      'in',
      which.map(({ id }) => id),
    )
    .execute()
  return rows.map(detailOf)
}
