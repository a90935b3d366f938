import { signal } from '@preact/signals'
import { desk } from '../api/desk.js'
import { Failure } from '../api/failure.js'
import type { Case } from '../api/shapes.js'
import { deciding, keepAhead, lookAhead, takeIfAhead, takeNext } from './ahead.js'
import { leaveCampaign, lookAtCampaign } from './campaign.js'
import { collapses, isQueue } from './filters.js'
import { giveBack, hold, holds, otherHolder } from './leases.js'
import { attempt } from './notices.js'
import { screen } from './panel.js'
import { place } from './place.js'
import { putRow, rowOf, rows } from './rows.js'
import { isWaiting } from './waiting.js'

export interface Opened {
  readonly item: Case
  /** Milliseconds since 1970. */
  readonly at: number
  /** Who else works on it; it can be read, not decided. */
  readonly heldBy: string | null
}

/** The case that is wanted, from the moment it is chosen; `opened` follows when it is there. */
export const wantedId = signal<string | null>(null)
export const opened = signal<Opened | null>(null)
/** Set when the queue had nothing more to hand out. */
export const exhausted = signal(false)

/** Each wish outdates those before it: a late answer never replaces a newer case. */
let turn = 0

/** Cases that were decided here, so that taking a decision back shows them without another recorded view. */
const remembered = new Map<string, Case>()

export function remember(item: Case): void {
  remembered.set(item.id, item)
  for (const id of [...remembered.keys()].slice(0, -10)) remembered.delete(id)
}

interface Wish {
  /** Milliseconds to wait, so that passing through is no view. */
  readonly settle?: number
}

/** Opens a case of the list, of a link, or of an undo. A pending one becomes the moderator's own. */
export async function openById(id: string, { settle = 0 }: Wish = {}): Promise<void> {
  if (wantedId.value === id && opened.value !== null) return
  const mine = begin(id)
  if (settle > 0) await new Promise(done => setTimeout(done, settle))
  if (mine !== turn) return
  try {
    const item = await obtain(id)
    if (mine === turn) show(item)
    else if (wantedId.value !== id) giveBack(id)
  } catch (error) {
    if (mine !== turn) return
    wantedId.value = null
    throw error
  }
}

/** Opens what the queue hands out next. */
export async function advance(): Promise<void> {
  const mine = begin(null)
  const next = await takeNext()
  if (mine !== turn) {
    if (next !== null) keepAhead(next)
    return
  }
  if (next === null) {
    exhausted.value = true
    screen.value = 'list'
    return
  }
  wantedId.value = next.id
  putRow(next, place.value)
  show(next)
}

/** Closes the case without a decision and frees it. */
export function shut(): void {
  begin(null)
}

/** Replaces what is known of the open case, if it is still open. */
export function patchOpened(id: string, change: Partial<Case>, heldBy?: string | null): void {
  const now = opened.value
  if (now?.item.id !== id) return
  opened.value = {
    ...now,
    item: { ...now.item, ...change },
    heldBy: heldBy === undefined ? now.heldBy : heldBy,
  }
}

function begin(id: string | null): number {
  const before = opened.value?.item.id
  if (before !== undefined && before !== id && !deciding.has(before)) giveBack(before)
  opened.value = null
  leaveCampaign()
  exhausted.value = false
  wantedId.value = id
  const at = rows.value.findIndex(row => row.id === id)
  if (at >= 0) place.value = at
  return ++turn
}

function show(item: Case): void {
  const heldBy = isWaiting(item) ? otherHolder(item.claim, Date.now()) : null
  const at = rows.value.findIndex(row => row.id === item.id)
  if (at >= 0) place.value = at
  opened.value = { item, at: Date.now(), heldBy }
  if (heldBy === null) lookAhead()
  if (heldBy === null && standsForMany(item)) void attempt(() => lookAtCampaign(item.campaign?.id ?? ''))
}

/** It is the entry of an open campaign; one that was reported or is objected to stands for itself. */
function standsForMany({ campaign, reports, openAppeals = 0 }: Case): boolean {
  const isItself = reports.length > 0 || openAppeals > 0
  return collapses.value && campaign?.status === 'open' && campaign.pending > 1 && !isItself
}

async function obtain(id: string): Promise<Case> {
  const ahead = await takeIfAhead(id)
  if (ahead !== null) return ahead
  const known = remembered.get(id)
  if (known !== undefined) {
    const claimed = await desk.claim(id)
    hold(id)
    return { ...known, ...claimed, text: known.text, flags: known.flags }
  }
  const row = rowOf(id)
  const isFree = isQueue.value && row?.status === 'pending' && otherHolder(row.claim, Date.now()) === null
  if (!isFree) {
    const item = await desk.open(id)
    return isForMe(item) && otherHolder(item.claim, Date.now()) === null ? taken(item) : item
  }
  const [item, claim] = await Promise.all([desk.open(id), claimOf(id)])
  return { ...item, claim: claim ?? item.claim }
}

/** Who decided a case does not keep others from answering who objects to it. */
function isForMe(item: Case): boolean {
  return isWaiting(item) && item.mayAnswerAppeals !== false
}

async function taken(item: Case): Promise<Case> {
  return { ...item, claim: (await claimOf(item.id)) ?? item.claim }
}

/** Makes it one's own; where somebody was quicker, it can still be read. */
async function claimOf(id: string): Promise<Case['claim']> {
  if (holds(id)) return null
  try {
    const { claim } = await desk.claim(id)
    hold(id)
    return claim
  } catch (error) {
    if (error instanceof Failure && (error.kind === 'claimed' || error.kind === 'decided')) return null
    throw error
  }
}
