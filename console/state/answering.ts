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
import { goOn } from './moving.js'
import { say, tell, warn } from './notices.js'
import { opened, patchOpened } from './opened.js'
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
  const { item, at } = now
  if (item.mayAnswerAppeals === false) return warn(words.value.failures.decided_before)
  const outcome = outcomeOf(item, decision)
  if (outcome === 'granted' && decision === 'confirmed' && draftOf(item).categories.length === 0)
    return warn(words.value.decision.needsCategory)
  if (begun.value !== decision) {
    begun.value = decision
    return
  }
  answering.value = true
  deciding.add(item.id)
  try {
    await send(item, decision, outcome)
    countDecision(decision, at)
    say(words.value.appeal.answered[outcome])
  } catch (error) {
    if (!(await isOver(item, error))) throw error
  } finally {
    answering.value = false
    deciding.delete(item.id)
  }
  forgetDraft(item.id)
  noLongerLater(item.id)
  letGo(item.id)
  if (showsWaiting.value) dropRow(item.id)
  else patchRow(item.id, { status: decision, openAppeals: 0 })
  void refreshCounts().catch(() => undefined)
  if (opened.value?.item.id === item.id) await goOn()
}

/** Whoever objects to the same is granted with the first; each is refused by itself. */
async function send(item: Case, decision: Decision, outcome: Outcome): Promise<void> {
  const { note, categories } = draftOf(item)
  const trimmed = note.trim()
  const answer = {
    outcome,
    ...(outcome === 'granted' && decision === 'confirmed' && { categories }),
    ...(trimmed && { note: trimmed }),
  }
  const open = item.appeals.filter(({ status }) => status === 'open')
  for (const { id } of outcome === 'granted' ? open.slice(0, 1) : open) {
    const done = await desk.answerAppeal(id, answer)
    // Should the next one not arrive, this one is not sent again with it.
    const appeals = opened.value?.item.appeals ?? []
    patchOpened(item.id, { appeals: appeals.map(one => (one.id === id ? done : one)) })
  }
}

/** Whether there is nothing left to answer, for this moderator; says why. */
async function isOver({ id }: Case, error: unknown): Promise<boolean> {
  if (!(error instanceof Failure)) return false
  if (error.kind === 'decided_before') patchOpened(id, { mayAnswerAppeals: false })
  if (!['answered', 'claimed', 'gone'].includes(error.kind)) return false
  tell(await byWhom(id, error))
  return true
}
