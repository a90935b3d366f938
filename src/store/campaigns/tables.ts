import type { CaseStatus } from '../../contract/words.js'

/** One row a text that others may be copies of, from its first message on; it is shown from the second on. */
export interface CampaignsTable {
  /** `cmp_` and a ULID. */
  readonly id: string
  readonly tenant: string
  readonly status: 'open' | Exclude<CaseStatus, 'pending'>
  /** Messages, those that were let pass too. */
  readonly size: number
  readonly first_seen: string
  readonly last_seen: string
  /** The member whose text is the core; null when it was erased and nobody takes its place. */
  readonly core_id: string | null
  /** base64, '' without a core: what its text is recognised by, hashed under the store's secret. */
  readonly minima: string
  readonly shingles: number
  readonly telling: string
  /** The last step of growth that was told of. */
  readonly announced: number
  readonly decided_at: string | null
  readonly decided_by: string | null
  /** json; null while it is open. */
  readonly decided_categories: string | null
  /** json string. */
  readonly note: string | null
  /** The pending case that stands in the queue for all of them; kept by triggers while the campaign is open. */
  readonly front: string | null
}

/** What a campaign is found by. */
export interface CampaignBandsTable {
  readonly band: number
  readonly campaign_id: string
}

export interface CampaignMembersTable {
  readonly screening_id: string
  readonly tenant: string
  readonly campaign_id: string
  readonly client_id: string | null
  /** By the campaign's decision, and not by one of its own. */
  readonly decided: 0 | 1
  /** Delivered, because moderators have found the campaign harmless: there is no screening. */
  readonly passed: 0 | 1
}

/** Members that take the core's place when it is erased, the oldest first. */
export interface CampaignHeirsTable {
  readonly screening_id: string
  readonly campaign_id: string
  readonly minima: string
  readonly shingles: number
  readonly telling: string
}

/** What members were flagged for. */
export interface CampaignCategoriesTable {
  readonly campaign_id: string
  readonly category: string
}
