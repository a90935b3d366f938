import { campaignsApi } from '../api/campaigns.js'
import { desk } from '../api/desk.js'
import { Failure } from '../api/failure.js'
import type { Decision } from '../api/shapes.js'
import { words } from '../words/words.js'
import { lookAtCampaign } from './campaign.js'
import { keepCampaignDraft } from './campaign-draft.js'
import { loadCampaigns } from './campaign-rows.js'
import type { Draft } from './drafts.js'
import { restoreDraft } from './drafts.js'
import { fieldOf, kept, strings } from './kept.js'
import { attempt, say } from './notices.js'
import { openById, shut } from './opened.js'
import { loadRows, refreshRows } from './rows.js'
import { settled } from './sending.js'
import { uncountDecision } from './shift.js'

export interface Step {
  readonly ids: readonly string[]
  /** Set where a whole campaign was decided; then there are no ids. */
  readonly campaign?: string | undefined
  readonly decision: Decision
  /** What was written on it, to be there again; null for many at once. */
  readonly draft: Draft | null
}

const DEEP = 10

/** Decisions that can be taken back, oldest first. */
export const steps = kept<readonly Step[]>(sessionStorage, 'undo', stored =>
  (Array.isArray(stored) ? stored : []).map(step => ({
    ids: strings(fieldOf(step, 'ids')),
    campaign: strings([fieldOf(step, 'campaign')])[0],
    decision: fieldOf(step, 'decision') === 'confirmed' ? 'confirmed' : 'dismissed',
    draft: draftIn(fieldOf(step, 'draft')),
  })),
)

function draftIn(stored: unknown): Draft | null {
  if (typeof stored !== 'object' || stored === null) return null
  return { note: String(fieldOf(stored, 'note') ?? ''), categories: strings(fieldOf(stored, 'categories')) }
}

export function canUndo(step: Step): void {
  steps.value = [...steps.value, step].slice(-DEEP)
}

export function cannotUndo(id: string): void {
  steps.value = steps.value.filter(({ ids }) => !(ids.length === 1 && ids[0] === id))
}

/** Takes the last decision back and opens its case again. */
export async function undo(): Promise<void> {
  const step = steps.value.at(-1)
  if (step === undefined) {
    say(words.value.done.nothingToUndo)
    return
  }
  steps.value = steps.value.slice(0, -1)
  await settled(step.ids)
  const [only] = step.ids
  try {
    if (step.campaign !== undefined) await undoCampaign(step.campaign, step)
    else if (step.ids.length === 1 && only !== undefined) await undoOne(only, step)
    else await undoMany(step.ids)
  } catch (error) {
    const isOver =
      error instanceof Failure && ['not_decided', 'gone', 'claimed', 'appealed'].includes(error.kind)
    if (!isOver) steps.value = [...steps.value, step]
    throw error
  }
}

async function undoOne(id: string, { decision, draft }: Step): Promise<void> {
  await desk.reopen(id)
  uncountDecision(decision)
  if (draft !== null) restoreDraft(id, draft)
  say(words.value.done.undone)
  await attempt(async () => {
    await refreshRows()
    await openById(id)
  })
}

/** All that wait in it again; what was written is there again too. */
async function undoCampaign(id: string, { draft }: Step): Promise<void> {
  const reopened = await campaignsApi.reopen(id)
  if (draft !== null) keepCampaignDraft(id, draft)
  say(words.value.done.undoneMany(reopened))
  shut()
  await attempt(() => Promise.all([lookAtCampaign(id), loadRows(), loadCampaigns()]))
}

async function undoMany(ids: readonly string[]): Promise<void> {
  const { results } = await desk.reopenMany(ids)
  say(words.value.done.undoneMany(results.filter(({ status }) => status === 'reopened').length))
  await attempt(loadRows)
}
