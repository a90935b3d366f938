import { ask, askFor } from './ask.js'
import type { CampaignOf, Decision, Review } from './shapes.js'

/** A campaign as its list shows it. */
export interface CampaignSummary extends CampaignOf {
  /** Those that are known by an id. */
  readonly senders: number
  readonly categories: readonly string[]
  readonly firstSeen: string
  readonly lastSeen: string
  /** Masked but for the evidence. */
  readonly core: { readonly screeningId: string; readonly text: string } | null
}

export interface Member {
  readonly screeningId: string
  readonly clientId: string | null
  readonly createdAt: string
  readonly status: 'pending' | Decision | 'passed'
}

interface Members {
  readonly items: readonly Member[]
  readonly nextCursor: string | null
}

/** A campaign as it is opened. */
export interface Campaign extends Omit<CampaignSummary, 'core' | 'pending'> {
  readonly core: {
    readonly screeningId: string
    readonly text: string
    /** UTF-16 units that differ from member to member. */
    readonly varies: readonly { readonly start: number; readonly end: number }[]
  } | null
  readonly byStatus: Readonly<Record<Member['status'], number>>
  readonly topSenders: readonly { readonly clientId: string; readonly messages: number }[]
  /** Days (UTC) on which messages came, oldest first. */
  readonly timeline: readonly { readonly day: string; readonly messages: number }[]
  readonly review: {
    readonly decision: Decision
    readonly by: string
    readonly at: string
    readonly categories: readonly string[]
    readonly note: string | null
  } | null
  readonly members: Members
}

interface CampaignPage {
  readonly items: readonly CampaignSummary[]
  readonly nextCursor: string | null
}

const of = (id: string, step = ''): string => `/campaigns/${encodeURIComponent(id)}${step}`

/** Every call about campaigns. */
export const campaignsApi = {
  list: (query: URLSearchParams) => askFor<CampaignPage>('GET', `/campaigns?${query}`),
  /** Opens one, with a page of its members; the view is recorded. */
  open: (id: string, cursor?: string) =>
    askFor<Campaign>('GET', of(id, cursor === undefined ? '' : `?cursor=${encodeURIComponent(cursor)}`)),
  review: (id: string, review: Review) =>
    askFor<{ readonly decided: number }>('POST', of(id, '/review'), { body: review }),
  reopen: async (id: string) =>
    (await ask<{ readonly reopened: number }>('POST', of(id, '/reopen')))?.reopened ?? 0,
}
