import { signal } from '@preact/signals'
import { listen } from '../api/live.js'
import type { LiveCase } from '../api/shapes.js'
import { deciding, loseAhead } from './ahead.js'
import { now } from './clock.js'
import { byWhom } from './deciding.js'
import { showsWaiting } from './filters.js'
import { letGo, otherHolder } from './leases.js'
import { goOn } from './moving.js'
import { attempt, tell } from './notices.js'
import { advance, exhausted, opened, patchOpened } from './opened.js'
import { dropRow, entryOf, patchRow, refreshCounts, refreshRows, rowOf } from './rows.js'
import { refreshShelves } from './shelves.js'
import { isWaiting } from './waiting.js'

/** Whether changes come by themselves at this moment. */
export const isLive = signal(false)

/** Milliseconds in which several changes become one look. */
const GATHER = 1_500
let isLooking = false
let wantsRows = false

/** Follows what others do and what arrives. */
export function follow(): () => void {
  return listen({
    connected: is => {
      // What happened while nobody listened is seen by looking.
      if (is && !isLive.value) lookSoon(true)
      isLive.value = is
    },
    event: (name, data) => {
      if (name === 'counts') lookSoon(false)
      if (name === 'case') {
        const change: LiveCase = JSON.parse(data)
        void attempt(() => changed(change))
      }
    },
  })
}

async function changed({ id, status, claim, openAppeals = 0 }: LiveCase): Promise<void> {
  if (deciding.has(id)) return
  const waits = isWaiting({ status, openAppeals })
  const holder = otherHolder(claim, now.value)
  if (!waits || holder !== null) loseAhead(id)
  const row = rowOf(id)
  const isKnown = row !== undefined
  const isEntry = row !== undefined && entryOf(row) !== null
  if (!waits && showsWaiting.value) dropRow(id)
  else patchRow(id, { status, claim, openAppeals })
  // What others take further down is no news; what arrives, or comes back, is.
  if (!isKnown && waits && claim === null) lookSoon(true)
  // The next member stands for its campaign now.
  if (isEntry && status !== 'pending') lookSoon(true)
  // A decision on an objection changes no number that is told of.
  else if (isKnown && !waits) lookSoon(false)
  const item = opened.value?.item
  if (item?.id !== id) return
  if (waits && isWaiting(item)) patchOpened(id, { claim }, holder)
  if (!waits && isWaiting(item)) {
    letGo(id)
    tell(await byWhom(id))
    if (opened.value?.item.id === id) await goOn()
  }
}

function lookSoon(atRows: boolean): void {
  wantsRows ||= atRows
  if (isLooking) return
  isLooking = true
  setTimeout(async () => {
    isLooking = false
    const isRows = wantsRows
    wantsRows = false
    // A look that fails is made good by the next one.
    await (isRows ? refreshRows() : refreshCounts()).catch(() => undefined)
    await refreshShelves().catch(() => undefined)
    if (exhausted.value && isRows) await attempt(advance)
  }, GATHER)
}
