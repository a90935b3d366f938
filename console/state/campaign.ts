import { computed, signal } from '@preact/signals'
import { type Campaign, campaignsApi, type Member } from '../api/campaigns.js'
import { desk } from '../api/desk.js'
import type { Case } from '../api/shapes.js'

/** The campaign that is wanted, from the moment it is chosen; `campaign` follows when it is there. */
export const wantedCampaign = signal<string | null>(null)
export const campaign = signal<Campaign | null>(null)

/** Members that have to be read before all are decided, where there are so many. */
const SAMPLE = 3

interface Sample {
  readonly campaign: string
  readonly item: Case
}
/** The members that were opened, by id: while the tab lives none has to be opened twice. */
const samples = signal<ReadonlyMap<string, Sample>>(new Map())
const KEPT = 200

/** Shows a campaign in place of a case. */
export async function lookAtCampaign(id: string): Promise<void> {
  if (wantedCampaign.value === id && campaign.value !== null) return
  leaveCampaign()
  wantedCampaign.value = id
  try {
    const found = await campaignsApi.open(id)
    if (wantedCampaign.value === id) campaign.value = found
  } catch (error) {
    if (wantedCampaign.value === id) leaveCampaign()
    throw error
  }
}

/** The case behind it, if one is open, is seen again. */
export function leaveCampaign(): void {
  wantedCampaign.value = null
  campaign.value = null
}

export async function moreMembers(): Promise<void> {
  const now = campaign.value
  const cursor = now?.members.nextCursor
  if (now === null || !cursor) return
  const { members } = await campaignsApi.open(now.id, cursor)
  if (campaign.value?.id !== now.id || campaign.value.members.nextCursor !== cursor) return
  campaign.value = {
    ...campaign.value,
    members: { ...members, items: [...now.members.items, ...members.items] },
  }
}

export function sampleOf(member: string): Case | undefined {
  return samples.value.get(member)?.item
}

/** How many members of the campaign have yet to be read before it can be decided. */
export const unread = computed(() => {
  const now = campaign.value
  if (now === null) return SAMPLE
  const read = [...samples.value.values()].filter(one => one.campaign === now.id).length
  return Math.max(0, Math.min(SAMPLE, now.byStatus.pending) - read)
})

/** Those that are proposed to be read: the newest, the oldest that is loaded, and one between, of different senders if may be. */
export const proposed = computed((): readonly Member[] => {
  const waiting = campaign.value?.members.items.filter(({ status }) => status === 'pending') ?? []
  const picked: Member[] = []
  for (const at of [0, waiting.length - 1, Math.floor(waiting.length / 2)]) {
    const rest = [...waiting.slice(at), ...waiting.slice(0, at)].filter(one => !picked.includes(one))
    const next = rest.find(({ clientId }) => picked.every(one => one.clientId !== clientId)) ?? rest[0]
    if (next !== undefined) picked.push(next)
  }
  return picked
})

/** Reads a member. */
export async function openSample(member: string): Promise<void> {
  const id = wantedCampaign.value
  if (id === null || samples.value.has(member)) return
  const item = await desk.open(member)
  samples.value = new Map([...samples.value, [member, { campaign: id, item }] as const].slice(-KEPT))
}

/** Reads the next of those that are proposed, then of all. */
export async function openNextSample(): Promise<void> {
  const members = campaign.value?.members.items.filter(({ status }) => status !== 'passed') ?? []
  const next = [...proposed.value, ...members].find(({ screeningId }) => !samples.value.has(screeningId))
  if (next !== undefined) await openSample(next.screeningId)
}
