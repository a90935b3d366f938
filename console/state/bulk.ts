import { desk } from '../api/desk.js'
import type { Review } from '../api/shapes.js'
import { words } from '../words/words.js'
import { deciding, forgetAhead } from './ahead.js'
import { isQueue } from './filters.js'
import { letGo } from './leases.js'
import { attempt, say } from './notices.js'
import { advance, opened, shut } from './opened.js'
import { panel } from './panel.js'
import { dropRow, entryOf, loadMore, loadRows, nextCursor, rows } from './rows.js'
import { choose, SELECTED_AT_MOST, selection } from './selection.js'
import { canUndo, undo } from './undo.js'

/** Selects all that the filters let through, as far as one decision may reach. Campaigns are decided as such. */
export async function chooseAll(): Promise<void> {
  while (nextCursor.value !== null && rows.value.length < SELECTED_AT_MOST) await loadMore()
  choose(rows.value.filter(row => row.status === 'pending' && entryOf(row) === null).map(({ id }) => id))
}

/** One decision for all that are selected: those that others decided meanwhile keep what they have. */
export async function decideMany(review: Review): Promise<void> {
  const ids = [...selection.value]
  for (const id of ids) deciding.add(id)
  const { results } = await desk.reviewMany(ids, review).finally(() => {
    for (const id of ids) deciding.delete(id)
  })
  const done = results.filter(({ status }) => status === 'decided').map(({ id }) => id)
  selection.value = new Set()
  panel.value = null
  if (done.length > 0) canUndo({ ids: done, decision: review.decision, draft: null })
  say(words.value.bulk.done(done.length, ids.length - done.length), {
    label: words.value.done.undo,
    run: () => void attempt(undo),
  })
  for (const id of done) {
    letGo(id)
    dropRow(id)
  }
  forgetAhead()
  const wasOpen = opened.value?.item.id
  if (wasOpen !== undefined && done.includes(wasOpen)) shut()
  await attempt(async () => {
    await loadRows()
    if (opened.value === null && isQueue.value) await advance()
  })
}
