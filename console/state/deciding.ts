import { desk } from '../api/desk.js'
import { Failure } from '../api/failure.js'
import type { Case, Decision, Review } from '../api/shapes.js'
import { words } from '../words/words.js'
import { deciding } from './ahead.js'
import { draftOf, forgetDraft } from './drafts.js'
import { showsWaiting } from './filters.js'
import { noLongerLater } from './later.js'
import { letGo } from './leases.js'
import { goOnFrom } from './moving.js'
import { attempt, say, tell, warn, wordsOf } from './notices.js'
import { openById, opened, remember } from './opened.js'
import { place } from './place.js'
import { dropRow, patchRow, putRow, refreshCounts, rows } from './rows.js'
import { unchoose } from './selection.js'
import { sent } from './sending.js'
import { countDecision } from './shift.js'
import { cannotUndo, canUndo, undo } from './undo.js'

/**
 * Decides the open case and opens the next one at once, while the decision is on its way. When it does not arrive the
 * case comes back into the list with what was written on it.
 */
export async function decide(decision: Decision): Promise<void> {
  const now = opened.value
  if (now === null || now.item.status !== 'pending' || now.heldBy !== null) return
  const { item, at } = now
  const draft = draftOf(item)
  if (decision === 'confirmed' && draft.categories.length === 0) {
    warn(words.value.decision.needsCategory)
    return
  }
  const review: Review = {
    decision,
    ...(decision === 'confirmed' && { categories: draft.categories }),
    ...(draft.note.trim() && { note: draft.note.trim() }),
  }
  deciding.add(item.id)
  remember(item)
  canUndo({ ids: [item.id], decision, draft })
  const away = takeAway(item, decision)
  const sending = send(item, review, away).finally(() => {
    deciding.delete(item.id)
    sent.delete(item.id)
  })
  sent.set(item.id, sending)
  say(words.value.done[decision], { label: words.value.done.undo, run: () => void attempt(undo) })
  await Promise.all([
    goOnFrom(item.id),
    sending.then(
      () => countDecision(decision, at),
      () => undefined,
    ),
  ])
}

/** Out of the queue, or marked in another list; what it returns puts it back. */
function takeAway(item: Case, decision: Decision): () => void {
  if (!showsWaiting.value) {
    patchRow(item.id, { status: decision })
    return () => patchRow(item.id, { status: 'pending' })
  }
  const at = rows.value.findIndex(({ id }) => id === item.id)
  const row = rows.value[at] ?? item
  dropRow(item.id)
  return () => putRow(row, Math.max(at, place.value))
}

async function send(item: Case, review: Review, putBack: () => void): Promise<void> {
  try {
    await desk.review(item.id, review)
    letGo(item.id)
    forgetDraft(item.id)
    noLongerLater(item.id)
    unchoose(item.id)
    void refreshCounts().catch(() => undefined)
  } catch (error) {
    cannotUndo(item.id)
    letGo(item.id)
    if (error instanceof Failure && ['decided', 'claimed', 'gone'].includes(error.kind)) {
      dropRow(item.id)
      tell(await byWhom(item.id, error))
    } else {
      putBack()
      warn(words.value.notKept(wordsOf(error)), {
        label: words.value.backToCase,
        run: () => void attempt(() => openById(item.id)),
      })
    }
    throw error
  }
}

/** Who was quicker, in a line. */
export async function byWhom(id: string, error?: Failure): Promise<string> {
  const { done, statuses, failures } = words.value
  if (error?.kind === 'gone') return failures.gone
  const events = await desk.events(id).catch(() => [])
  const last = events.findLast(({ type }) =>
    /(confirmed|dismissed|appeal_granted|appeal_rejected)$/.test(type),
  )
  if (error?.kind === 'claimed' || last === undefined) {
    const holder = events.findLast(({ type }) => type === 'claimed')?.actor
    return done.takenByOther(holder ?? done.someone)
  }
  const isConfirmed = last.type.endsWith('confirmed') || last.detail.decision === 'confirmed'
  return done.decidedByOther(last.actor, isConfirmed ? statuses.confirmed : statuses.dismissed)
}

/** Takes back the decision on a case that is being looked at, whoever made it. */
export async function reopenOpened(): Promise<void> {
  const item = opened.value?.item
  if (item === undefined || item.status === 'pending') return
  await desk.reopen(item.id)
  cannotUndo(item.id)
  patchRow(item.id, { status: 'pending', decision: null })
  remember({ ...item, status: 'pending', decision: null })
  opened.value = null
  say(words.value.done.undone)
  void refreshCounts().catch(() => undefined)
  await attempt(() => openById(item.id))
}
