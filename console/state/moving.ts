import { words } from '../words/words.js'
import { leaveCampaign, lookAtCampaign, wantedCampaign } from './campaign.js'
import { campaignCursor, campaignRows, loadMoreCampaigns, showsCampaigns } from './campaign-rows.js'
import { now } from './clock.js'
import { isQueue } from './filters.js'
import { later, putOff } from './later.js'
import { giveBack, otherHolder } from './leases.js'
import { attempt, say } from './notices.js'
import { advance, openById, opened, shut, wantedId } from './opened.js'
import { screen } from './panel.js'
import { place } from './place.js'
import { loadMore, nextCursor, rows } from './rows.js'
import { isWaiting } from './waiting.js'

/** Milliseconds for which a row has to stay chosen before its case is opened. */
const SETTLE = 120

/** One row down or up, over those that others work on. */
export async function move(by: 1 | -1): Promise<void> {
  if (showsCampaigns.value) return moveInCampaigns(by)
  const here = rows.value.findIndex(row => row.id === wantedId.value)
  let there = here < 0 ? place.value - (by > 0 ? 1 : 0) : here
  do {
    there += by
    if (there >= rows.value.length && nextCursor.value !== null) await loadMore()
  } while (isTaken(there))
  const row = rows.value[there]
  if (row === undefined) say(by > 0 ? words.value.done.lastRow : words.value.done.firstRow)
  else await openById(row.id, { settle: SETTLE })
}

function isTaken(at: number): boolean {
  const row = rows.value[at]
  return isQueue.value && row !== undefined && otherHolder(row.claim, now.value) !== null
}

/** Puts the open case off; it waits in the list and is not handed out to this moderator until they ask. */
export async function postpone(): Promise<void> {
  const item = opened.value?.item
  if (item === undefined && wantedCampaign.value !== null) return goOn()
  if (item === undefined || !isWaiting(item)) return
  putOff(item.id)
  giveBack(item.id)
  say(words.value.done.later)
  await goOnFrom(item.id)
}

/** After a case: the queue's next one, or the next row of another list. */
export async function goOn(): Promise<void> {
  if (isQueue.value) await advance()
  else await move(1)
}

/** After this case. Where the next one does not come at once it is tried again, unless another was opened meanwhile. */
export function goOnFrom(id: string): Promise<void> {
  return attempt(async () => {
    const now = opened.value?.item.id
    if (now === undefined || now === id) await goOn()
  })
}

/** Shows a campaign of the list or of a link, and no case behind it. */
export async function showCampaign(id: string): Promise<void> {
  if (wantedCampaign.value === id) return
  shut()
  await lookAtCampaign(id)
}

/** Between the open case and the campaign that it is a member of. */
export async function switchView(): Promise<void> {
  if (wantedCampaign.value !== null) {
    if (opened.value !== null) leaveCampaign()
    return
  }
  const id = opened.value?.item.campaign?.id
  if (id !== undefined) await lookAtCampaign(id)
}

async function moveInCampaigns(by: 1 | -1): Promise<void> {
  const here = campaignRows.value.findIndex(({ id }) => id === wantedCampaign.value)
  const there = here < 0 ? 0 : here + by
  if (there >= campaignRows.value.length && campaignCursor.value !== null) await loadMoreCampaigns()
  const row = campaignRows.value[there]
  if (row === undefined) say(by > 0 ? words.value.done.lastRow : words.value.done.firstRow)
  else await showCampaign(row.id)
}

export function toList(): void {
  screen.value = 'list'
}

/** Whether a row waits for later. */
export function isLater(id: string): boolean {
  return later.value.includes(id)
}
