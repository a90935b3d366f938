import { effect, untracked } from '@preact/signals'
import { words } from '../words/words.js'
import { campaignInAddress, caseInAddress, keepAddress } from './address.js'
import { forgetAhead, keepAhead, takeNext } from './ahead.js'
import { loadCampaigns, showsCampaigns } from './campaign-rows.js'
import { loadCategories } from './categories.js'
import { filters, isQueue } from './filters.js'
import { follow } from './live-desk.js'
import { showCampaign } from './moving.js'
import { attempt, close, warn, whenKeyRefused } from './notices.js'
import { advance, openById, opened, shut, wantedId } from './opened.js'
import { screen } from './panel.js'
import { place } from './place.js'
import { loadMore, loadRows, nextCursor, rows } from './rows.js'
import { selection } from './selection.js'
import { comeIn, door, ended } from './session.js'
import { refreshShelves } from './shelves.js'

/** Rows below the open one at which the next page is fetched. */
const FEW = 20

/** Everything that happens by itself, from the page's start to its end. */
export function begin(): void {
  whenKeyRefused(ended)
  let offline = 0
  addEventListener('offline', () => {
    offline = warn(words.value.nowOffline)
  })
  addEventListener('online', () => {
    close(offline)
    if (door.value === 'in') void attempt(loadRows)
  })
  // The case itself stays one's own, in case this is a reload; the one ahead was never seen.
  addEventListener('pagehide', () => forgetAhead(true))
  effect(() => {
    if (door.value === 'in') return untracked(sitDown)
    return undefined
  })
  void comeIn()
}

function sitDown(): () => void {
  const linked = caseInAddress()
  if (linked !== null || campaignInAddress() !== null) screen.value = 'case'
  void attempt(async () => {
    await Promise.all([loadCategories(), loadRows()])
    void refreshShelves().catch(() => undefined)
    if (!showsCampaigns.value) void loadCampaigns().catch(() => undefined)
    await firstCase(linked)
    keepAddress()
    effect(() => {
      const left = rows.value.length - place.value
      if (left < FEW && nextCursor.value !== null) untracked(() => void attempt(loadMore))
    })
    let before = filters.value
    effect(() => {
      if (filters.value === before) return
      before = filters.value
      untracked(() => void attempt(filtered))
    })
  })
  return follow()
}

/** The case of the address, or what the queue hands out: after a reload that is the same one, and no new view. */
async function firstCase(linked: string | null): Promise<void> {
  const many = campaignInAddress()
  if (many !== null) return showCampaign(many)
  if (linked === null) {
    if (isQueue.value) await advance()
    return
  }
  const next = isQueue.value ? await takeNext() : null
  if (next !== null) keepAhead(next)
  await openById(linked)
}

/** Other filters: another list, and its first case. */
async function filtered(): Promise<void> {
  forgetAhead()
  selection.value = new Set()
  place.value = 0
  shut()
  await loadRows()
  if (opened.value !== null || wantedId.value !== null) return
  if (isQueue.value) await advance()
  else if (rows.value.length > 0 || showsCampaigns.value) screen.value = 'list'
}
