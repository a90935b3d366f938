import { signal } from '@preact/signals'
import { campaignsApi } from '../api/campaigns.js'
import { Failure } from '../api/failure.js'
import type { Decision } from '../api/shapes.js'
import { words } from '../words/words.js'
import { deciding, forgetAhead } from './ahead.js'
import { campaign, leaveCampaign, lookAtCampaign, unread, wantedCampaign } from './campaign.js'
import { campaignDraft } from './campaign-draft.js'
import { loadCampaigns } from './campaign-rows.js'
import { letGo } from './leases.js'
import { goOn } from './moving.js'
import { attempt, say, warn } from './notices.js'
import { opened } from './opened.js'
import { dropRow, loadRows, rows } from './rows.js'
import { canUndo, undo } from './undo.js'

/** While a decision on a campaign is on its way. */
export const sending = signal(false)

/** Milliseconds for which taking it back is offered. */
const UNDO_FOR = 10_000

/** Decides all that wait in the campaign, and what will come. */
export async function decideCampaign(decision: Decision): Promise<void> {
  const now = campaign.value
  if (now === null || now.status !== 'open' || sending.value) return
  if (unread.value > 0) {
    warn(words.value.campaign.readFirst(unread.value))
    return
  }
  const draft = campaignDraft.value
  const note = draft.note.trim()
  const isChosen = decision === 'confirmed' && draft.categories.length > 0
  const own = opened.value?.item.id
  if (own !== undefined) deciding.add(own)
  sending.value = true
  try {
    const { decided } = await campaignsApi.review(now.id, {
      decision,
      ...(isChosen && { categories: draft.categories }),
      ...(note && { note }),
    })
    canUndo({ ids: [], campaign: now.id, decision, draft })
    const action = { label: words.value.done.undo, run: () => void attempt(undo) }
    say(words.value.campaign.decided[decision](decided), action, UNDO_FOR)
  } catch (error) {
    if (!(error instanceof Failure && error.kind === 'decided')) throw error
    warn(words.value.campaign.decidedBefore)
  } finally {
    sending.value = false
    if (own !== undefined) deciding.delete(own)
  }
  await attempt(() => leaveDecided(now.id, own))
}

/** All its rows are done with; the queue goes on. */
async function leaveDecided(id: string, own: string | undefined): Promise<void> {
  for (const row of rows.value) if (row.campaign?.id === id) dropRow(row.id)
  if (own !== undefined && opened.value?.item.id === own) letGo(own)
  forgetAhead()
  await loadCampaigns()
  if (wantedCampaign.value === id) {
    leaveCampaign()
    await goOn()
  }
  await loadRows()
}

/** Takes back the decision on the campaign that is looked at, whoever made it. */
export async function reopenCampaign(): Promise<void> {
  const id = wantedCampaign.value
  if (id === null) return
  const reopened = await campaignsApi.reopen(id)
  say(words.value.campaign.reopened(reopened))
  leaveCampaign()
  await attempt(async () => {
    await lookAtCampaign(id)
    await Promise.all([loadRows(), loadCampaigns()])
  })
}
