import { effect, signal } from '@preact/signals'
import { desk } from '../api/desk.js'
import { Failure } from '../api/failure.js'
import type { Case, Decision, Outcome } from '../api/shapes.js'
import { words } from '../words/words.js'
import { deciding } from './ahead.js'
import { byWhom } from './deciding.js'
import { draftOf, forgetDraft } from './drafts.js'
import { showsWaiting } from './filters.js'
import { noLongerLater } from './later.js'
import { letGo } from './leases.js'
import { goOnFrom } from './moving.js'
import { attempt, say, tell, warn } from './notices.js'
import { type Opened, opened, patchOpened } from './opened.js'
import { dropRow, patchRow, refreshCounts } from './rows.js'
import { countDecision } from './shift.js'
import { isAppealed } from './waiting.js'

/** The answer that was pressed once. It goes out at once and cannot be taken back, so it takes a second press. */
export const begun = signal<Decision | null>(null)
/** While an answer is on its way. */
export const answering = signal(false)

let shown: string | undefined
effect(() => {
  const id = opened.value?.item.id
  if (id === shown) return
  shown = id
  begun.value = null
})

/** What an objection to the decision that stands hears when the case ends like this. */
export function outcomeOf({ status }: Case, decision: Decision): Outcome {
  return status === decision ? 'rejected' : 'granted'
}

/** Answers those who object to the decision on the open case, by what the case is to be from now on. */
export async function answerAppeals(decision: Decision): Promise<void> {
  const now = opened.value
  if (now === null || !isAppealed(now.item) || now.heldBy !== null || answering.value) return
  const { item } = now
  const outcome = outcomeOf(item, decision)
  const isUnnamed = outcome === 'granted' && decision === 'confirmed' && draftOf(item).categories.length === 0
  if (item.mayAnswerAppeals === false) warn(words.value.failures.decided_before)
  else if (isUnnamed) warn(words.value.decision.needsCategory)
  else if (begun.value !== decision) begun.value = decision
  else await attempt(answerTo(now, decision))
}

/** The step that answers these, whatever is open when it is tried again; of several each is answered once. */
function answerTo({ item, at }: Opened, decision: Decision): () => Promise<void> {
  const outcome = outcomeOf(item, decision)
  const open = item.appeals.filter(({ status }) => status === 'open').map(({ id }) => id)
  // Whoever objects to the same is granted with the first; each is refused by itself.
  const left = new Set(outcome === 'granted' ? open.slice(0, 1) : open)
  return async () => {
    answering.value = true
    deciding.add(item.id)
    try {
      for (const id of left) {
        await desk.answerAppeal(id, answerOf(item, decision))
        left.delete(id)
      }
      countDecision(decision, at)
      say(words.value.appeal.answered[outcome])
    } catch (error) {
      if (!(await isOver(item, error))) throw error
    } finally {
      answering.value = false
      deciding.delete(item.id)
    }
    leave(item, decision)
    await goOnFrom(item.id)
  }
}

function answerOf(item: Case, decision: Decision) {
  const outcome = outcomeOf(item, decision)
  const { note, categories } = draftOf(item)
  const trimmed = note.trim()
  return {
    outcome,
    ...(outcome === 'granted' && decision === 'confirmed' && { categories }),
    ...(trimmed && { note: trimmed }),
  }
}

/** It waits no more. */
function leave({ id }: Case, decision: Decision): void {
  forgetDraft(id)
  noLongerLater(id)
  letGo(id)
  if (showsWaiting.value) dropRow(id)
  else patchRow(id, { status: decision, openAppeals: 0 })
  void refreshCounts().catch(() => undefined)
}

/** Whether there is nothing left to answer, for this moderator; says why. */
async function isOver({ id }: Case, error: unknown): Promise<boolean> {
  if (!(error instanceof Failure)) return false
  if (error.kind === 'decided_before') patchOpened(id, { mayAnswerAppeals: false })
  if (!['answered', 'claimed', 'gone'].includes(error.kind)) return false
  tell(await byWhom(id, error))
  return true
}
