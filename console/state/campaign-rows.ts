import { computed, signal } from '@preact/signals'
import { type CampaignSummary, campaignsApi } from '../api/campaigns.js'
import { filterOf } from './filters.js'

/** Open campaigns in which something waits, as far as they are loaded. */
export const campaignRows = signal<readonly CampaignSummary[]>([])
export const campaignCursor = signal<string | null>(null)
/** Whether they were loaded at all. */
const known = signal(false)

/** Whether the list shows campaigns instead of cases. */
export const showsCampaigns = computed(() => filterOf('list') === 'campaigns')

/** How many there are; '+' where not all are loaded. */
export const campaignAmount = computed(() =>
  known.value ? `${campaignRows.value.length}${campaignCursor.value === null ? '' : '+'}` : '…',
)

let generation = 0

export async function loadCampaigns(): Promise<void> {
  const mine = ++generation
  const page = await campaignsApi.list(query(null))
  if (mine !== generation) return
  campaignRows.value = page.items.filter(isWaiting)
  campaignCursor.value = page.nextCursor
  known.value = true
}

export async function loadMoreCampaigns(): Promise<void> {
  const mine = generation
  const cursor = campaignCursor.value
  if (cursor === null) return
  const page = await campaignsApi.list(query(cursor))
  if (mine !== generation || campaignCursor.value !== cursor) return
  campaignRows.value = [...campaignRows.value, ...page.items.filter(isWaiting)]
  campaignCursor.value = page.nextCursor
}

/** All its members may have been decided one by one. */
const isWaiting = ({ pending }: CampaignSummary): boolean => pending > 0

function query(cursor: string | null): URLSearchParams {
  const wanted = new URLSearchParams({ status: 'open', sort: filterOf('by') })
  if (cursor !== null) wanted.set('cursor', cursor)
  return wanted
}
