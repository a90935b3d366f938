import { computed, signal } from '@preact/signals'
import { wantedCampaign } from './campaign.js'
import type { Draft } from './drafts.js'

const NOTHING: Draft = { note: '', categories: [] }
const drafts = signal<ReadonlyMap<string, Draft>>(new Map())

/** What is written on the campaign that is looked at. No category ticked: each member's own. */
export const campaignDraft = computed(() => drafts.value.get(wantedCampaign.value ?? '') ?? NOTHING)

export function writeOnCampaign(change: Partial<Draft>): void {
  const id = wantedCampaign.value
  if (id !== null) keepCampaignDraft(id, { ...campaignDraft.value, ...change })
}

export function keepCampaignDraft(id: string, draft: Draft): void {
  drafts.value = new Map([...drafts.value, [id, draft] as const])
}

export function tickOnCampaign(category: string): void {
  const { categories } = campaignDraft.value
  writeOnCampaign({
    categories: categories.includes(category)
      ? categories.filter(one => one !== category)
      : [...categories, category],
  })
}
