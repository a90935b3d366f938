import { setImmediate } from 'node:timers/promises'
import type { Transaction } from 'kysely'
import type { ScreeningId } from '../../contract/ids.js'
import { announce, type WebhookSubject } from '../announce.js'
import { clientsOf, decide, decideUnranked, type Review, reopenUnranked } from '../decide.js'
import { isPostgres } from '../dialect.js'
import { rankByViolations } from '../raise.js'
import { screeningId } from '../rows.js'
import type { NewScreening } from '../screening.js'
import type { Tables } from '../tables.js'
import type { DecisionInForce } from './decision.js'

/** Members that are decided at a time. */
const PAGE = 1_000

/** Decides every pending member, also one that somebody works on. Returns how many there were. */
export async function decideMembers(
  db: Transaction<Tables>,
  tenant: string,
  campaign: string,
  actor: string,
  review: Review,
): Promise<number> {
  const clients = new Set<string>()
  const count = await inPages(db, campaign, 'pending', async ids => {
    await takeFromWhoeverWorks(db, ids)
    const cases = await decideUnranked(db, tenant, ids, actor, review)
    await db.updateTable('campaign_members').set({ decided: 1 }).where('screening_id', 'in', ids).execute()
    await announce(db, tenant, 'screening.decided', cases)
    for (const client of clientsOf(cases)) clients.add(client)
    return cases.length
  })
  // At the end: members that wait for their page would only be moved in vain.
  if (review.decision === 'confirmed') await rankByViolations(db, tenant, [...clients])
  return count
}

/** What was locked before: nobody is given one of them until it is decided. */
async function takeFromWhoeverWorks(db: Transaction<Tables>, ids: readonly ScreeningId[]): Promise<void> {
  await db
    .updateTable('screenings')
    .set({ claimed_by: null, claimed_until: null })
    .where('id', 'in', ids)
    .where('claimed_by', 'is not', null)
    .execute()
}

/** Takes back what the campaign's decision decided, and nothing that a moderator decided by itself. */
export async function reopenMembers(
  db: Transaction<Tables>,
  tenant: string,
  campaign: string,
): Promise<number> {
  const clients = new Set<string>()
  const count = await inPages(db, campaign, 'decided', async ids => {
    const cases = await reopenUnranked(db, tenant, ids)
    await announce(db, tenant, 'screening.reopened', cases)
    for (const client of clientsOf(cases)) clients.add(client)
    return cases.length
  })
  await rankByViolations(db, tenant, [...clients])
  return count
}

/** What has just been kept and belongs to a decided campaign is decided with it; returns those cases. */
export async function decideByCampaign(
  db: Transaction<Tables>,
  tenant: string,
  kept: readonly NewScreening[],
  decisions: ReadonlyMap<string, DecisionInForce>,
): Promise<ReadonlyMap<string, WebhookSubject>> {
  const decided = new Map<string, WebhookSubject>()
  for (const inForce of new Set(decisions.values())) {
    const ids = kept.map(({ id }) => id).filter(id => decisions.get(id) === inForce)
    const { decision, by, categories } = inForce
    const review = { decision, ...(decision === 'confirmed' && categories.length > 0 && { categories }) }
    for (const one of await decide(db, tenant, ids, by, review)) decided.set(one.id, one)
  }
  return decided
}

/** Members by what they are, the oldest first, a page at a time; returns the sum. Others get their turn between two pages. */
async function inPages(
  db: Transaction<Tables>,
  campaign: string,
  what: 'pending' | 'decided',
  work: (ids: readonly ScreeningId[]) => Promise<number>,
): Promise<number> {
  let count = 0
  let last = ''
  for (;;) {
    const ids = await membersWith(db, campaign, what, last)
    const end = ids.at(-1)
    if (end === undefined) return count
    count += await work(ids)
    last = end
    await setImmediate()
  }
}

/** A page of them, locked: on PostgreSQL a member could be handed out meanwhile, and would wait for ever to be decided. */
async function membersWith(
  db: Transaction<Tables>,
  campaign: string,
  what: 'pending' | 'decided',
  after: string,
): Promise<readonly ScreeningId[]> {
  const members = db
    .selectFrom('campaign_members as member')
    .innerJoin('screenings', 'screenings.id', 'member.screening_id')
    .select('screenings.id')
    .where('member.campaign_id', '=', campaign)
    .where('member.screening_id', '>', after)
    .orderBy('member.screening_id')
    .limit(PAGE)
  const wanted =
    what === 'pending'
      ? members.where('screenings.status', '=', 'pending')
      : members.where('member.decided', '=', 1)
  const rows = await (isPostgres(db) ? wanted.forUpdate('screenings') : wanted).execute()
  return rows.map(({ id }) => screeningId(id))
}
