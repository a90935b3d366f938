import { sql } from 'kysely'
import type { ScreeningId } from '../../contract/ids.js'
import type { Record } from '../audit-record.js'
import type { Review } from '../decide.js'
import type { Gate } from '../gate.js'
import type { NewScreening } from '../screening.js'
import type { Listed } from './candidates.js'
import { type CampaignDetail, type CampaignMembers, campaignMembers, findCampaign, rowOf } from './detail.js'
import type { SignatureKeys } from './keys.js'
import { type CampaignFilter, type CampaignPage, listCampaigns } from './list.js'
import { type Match, matchDecided } from './match.js'
import { type CampaignOf, type CampaignOfCase, campaignsOf, campaignsOfCases } from './of-cases.js'
import { type CampaignStep, reopenCampaign, reviewCampaign } from './review.js'

/** Texts that were made from one another, whoever sent them: found, shown, and decided together. */
export interface Campaigns {
  /** Whether any campaign of the tenant is decided, as far as this instance knows: it looks every second. Never rejects. */
  anyDecided(tenant: string): Promise<boolean>
  /** The decided campaign that a message belongs to; one that is listed counts as what its entry says. */
  match(tenant: string, message: NewScreening, listed?: Listed): Promise<Match | undefined>
  /** Whether there is such a campaign. */
  isThere(tenant: string, id: string): Promise<boolean>
  /** The campaigns of screenings; those that are alone, or in none, are absent. */
  of(tenant: string, ids: readonly ScreeningId[]): Promise<ReadonlyMap<string, CampaignOf>>
  /** The same, with how many of each wait. */
  ofCases(tenant: string, ids: readonly ScreeningId[]): Promise<ReadonlyMap<string, CampaignOfCase>>
  list(tenant: string, filter: CampaignFilter, page: CampaignPage): ReturnType<typeof listCampaigns>
  find(tenant: string, id: string): Promise<CampaignDetail | undefined>
  members(
    tenant: string,
    id: string,
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<CampaignMembers>
  /** Decides every pending member, and stays in force for those that come. */
  review(tenant: string, id: string, actor: string, review: Review): Promise<CampaignStep>
  /** Takes all of that back. */
  reopen(tenant: string, id: string, actor: string): Promise<CampaignStep>
}

/** Milliseconds that a decision on a whole campaign may take. */
const PATIENCE_FOR_MANY = 120_000

/** Milliseconds after which an instance looks again, and after which it waits for the answer. */
const FRESH = 1_000
const STALE = 10_000

export function buildCampaigns(gate: Gate, keys: SignatureKeys, record: Record): Campaigns {
  const known = new Map<string, { readonly any: boolean; readonly at: number }>()

  async function look(tenant: string): Promise<boolean> {
    const before = known.get(tenant)
    // Of those that ask meanwhile one looks.
    if (before) known.set(tenant, { ...before, at: performance.now() - FRESH / 2 })
    try {
      const any = await gate.read(async db => {
        const decided = db
          .selectFrom('campaigns')
          .select('id')
          .where('tenant', '=', tenant)
          .where(sql<boolean>`status != 'open'`)
        return (await decided.limit(1).executeTakeFirst()) !== undefined
      })
      known.set(tenant, { any, at: performance.now() })
      return any
    } catch {
      // A message that needs nothing else of the store is judged without.
      return before?.any ?? false
    }
  }

  return {
    anyDecided: async tenant => {
      const before = known.get(tenant)
      const age = before ? performance.now() - before.at : Number.POSITIVE_INFINITY
      if (before && age < FRESH) return before.any
      const looking = look(tenant)
      return before && age < STALE ? before.any : looking
    },

    match: (tenant, message, listed) => gate.read(db => matchDecided(db, keys(tenant), message, listed)),
    isThere: (tenant, id) => gate.read(async db => (await rowOf(db, tenant, id)) !== undefined),

    of: (tenant, ids) => gate.read(db => campaignsOf(db, tenant, ids)),
    ofCases: (tenant, ids) => gate.read(db => campaignsOfCases(db, tenant, ids)),

    list: (tenant, filter, page) => gate.read(db => listCampaigns(db, tenant, filter, page)),
    find: (tenant, id) => gate.read(db => findCampaign(db, tenant, id)),
    members: (tenant, id, page) => gate.read(db => campaignMembers(db, tenant, id, page)),

    review: async (tenant, id, actor, review) => {
      const step = await gate.write(
        db => reviewCampaign(db, record, { tenant, id, actor }, review),
        PATIENCE_FOR_MANY,
      )
      known.delete(tenant)
      return step
    },

    reopen: async (tenant, id, actor) => {
      const step = await gate.write(
        db => reopenCampaign(db, record, { tenant, id, actor }),
        PATIENCE_FOR_MANY,
      )
      known.delete(tenant)
      return step
    },
  }
}
