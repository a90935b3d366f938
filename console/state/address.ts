import { effect, untracked } from '@preact/signals'
import { harmless } from '../words/harmless.js'
import { titleOf } from '../words/title.js'
import { words } from '../words/words.js'
import { leaveCampaign, wantedCampaign } from './campaign.js'
import { filters, readFilters } from './filters.js'
import { showCampaign } from './moving.js'
import { attempt } from './notices.js'
import { openById, opened, shut, wantedId } from './opened.js'
import { screen } from './panel.js'
import { total } from './rows.js'

/** The case that the address names. */
export function caseInAddress(): string | null {
  return new URLSearchParams(location.search).get('case')
}

/** The campaign that the address names. */
export function campaignInAddress(): string | null {
  return new URLSearchParams(location.search).get('campaign')
}

/**
 * Keeps the address and the title as what is open and filtered, so that a case can be handed to a colleague. Going from
 * the list to a case is a step of the browser's history: on a phone its back button leads to the list.
 */
export function keepAddress(): void {
  effect(() => {
    const wanted = addressOf(wantedId.value, wantedCampaign.value)
    const isStep = screen.value === 'case' && !history.state?.case
    if (wanted === location.pathname + location.search && !isStep) return
    const state = { case: screen.value === 'case' }
    if (isStep) history.pushState(state, '', wanted)
    else history.replaceState(state, '', wanted)
  })
  effect(() => {
    document.title = titleNow()
  })
  addEventListener('popstate', () => untracked(follow))
}

function follow(): void {
  screen.value = history.state?.case ? 'case' : 'list'
  const wanted = readFilters(location.search)
  if (JSON.stringify(wanted) !== JSON.stringify(filters.value)) filters.value = wanted
  const many = campaignInAddress()
  if (many !== null) {
    if (many !== wantedCampaign.value) void attempt(() => showCampaign(many))
    return
  }
  leaveCampaign()
  const id = caseInAddress()
  if (id === wantedId.value) return
  if (id === null) shut()
  else void attempt(() => openById(id))
}

/** A campaign is named instead of the case that stands for it. */
export function addressOf(id: string | null, campaign: string | null = null): string {
  const query = new URLSearchParams(filters.value)
  if (campaign !== null) query.set('campaign', campaign)
  else if (id !== null) query.set('case', id)
  const text = query.toString()
  return `/console${text && `?${text}`}`
}

function titleNow(): string {
  const { name, queue } = words.value
  const waiting = total.value === null ? '' : `(${total.value}) `
  const item = opened.value?.item
  if (wantedCampaign.value !== null) return `${waiting}${words.value.campaign.title} - ${name}`
  if (item === undefined) return `${waiting}${queue.title} - ${name}`
  return harmless(`${waiting}${titleOf(item)} - ${name}`)
}
