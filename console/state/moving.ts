import { words } from '../words/words.js'
import { now } from './clock.js'
import { isQueue } from './filters.js'
import { later, putOff } from './later.js'
import { giveBack, otherHolder } from './leases.js'
import { say } from './notices.js'
import { advance, openById, opened, wantedId } from './opened.js'
import { screen } from './panel.js'
import { place } from './place.js'
import { loadMore, nextCursor, rows } from './rows.js'

/** Milliseconds for which a row has to stay chosen before its case is opened. */
const SETTLE = 120

/** One row down or up, over those that others work on. */
export async function move(by: 1 | -1): Promise<void> {
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
  if (item === undefined || item.status !== 'pending') return
  putOff(item.id)
  giveBack(item.id)
  say(words.value.done.later)
  await goOn()
}

/** After a case: the queue's next one, or the next row of another list. */
export async function goOn(): Promise<void> {
  if (isQueue.value) await advance()
  else await move(1)
}

export function toList(): void {
  screen.value = 'list'
}

/** Whether a row waits for later. */
export function isLater(id: string): boolean {
  return later.value.includes(id)
}
