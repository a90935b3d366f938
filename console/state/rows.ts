import { computed, signal } from '@preact/signals'
import { desk } from '../api/desk.js'
import type { CampaignOf, Counts, Page, Summary } from '../api/shapes.js'
import { loadCampaigns, showsCampaigns } from './campaign-rows.js'
import { countCases, leavesTestsOut, waitingOf } from './counting.js'
import { appealedQuery, collapses, filterOf, filters, isQueue, listQuery } from './filters.js'
import { isAppealed } from './waiting.js'

/** The list as far as it is loaded, in the order of the filters. */
export const rows = signal<readonly Summary[]>([])
/** Where the rest begins; null when this is all. */
export const nextCursor = signal<string | null>(null)
export const loading = signal(false)
/** By status, under the filters; null until the first answer. */
const counts = signal<Counts | null>(null)

/** How many cases there are under the filters, whether they are loaded or not. */
export const total = computed(() => {
  const known = counts.value
  if (known === null) return null
  const status = filterOf('status')
  if (status === 'pending') return waitingOf(known)
  if (status === 'confirmed' || status === 'dismissed') return known[status]
  return known.pending + known.confirmed + known.dismissed
})

/** The row that stands for each open campaign: the first that came. Others of it were reported and stand for themselves. */
const entries = computed(() => {
  const first = new Map<string, string>()
  if (!collapses.value) return first
  for (const { id, status, campaign } of rows.value) {
    if (status !== 'pending' || campaign?.status !== 'open' || campaign.pending < 2) continue
    const before = first.get(campaign.id)
    if (before === undefined || id < before) first.set(campaign.id, id)
  }
  return first
})

/** The campaign that a row stands for, if it stands for one. */
export function entryOf({ id, campaign }: Summary): CampaignOf | null {
  return campaign && entries.value.get(campaign.id) === id ? campaign : null
}

/** How many cases the rows stand for. */
export const covered = computed(() =>
  Math.min(
    total.value ?? 0,
    rows.value.reduce((sum, row) => sum + (entryOf(row)?.pending ?? 1), 0),
  ),
)

/** Each change of the filters begins anew: answers to older questions are let go. */
let generation = 0

export async function loadRows(): Promise<void> {
  const mine = ++generation
  loading.value = true
  try {
    const [page, found] = await Promise.all([listed(null), countCases(filters.value)])
    if (mine !== generation) return
    const first = await appealed(found)
    if (mine !== generation) return
    rows.value = [...first, ...page.items]
    nextCursor.value = page.nextCursor
    counts.value = found
  } finally {
    if (mine === generation) loading.value = false
  }
}

async function listed(cursor: string | null): Promise<Page> {
  if (showsCampaigns.value) {
    await loadCampaigns()
    return { items: [], nextCursor: null }
  }
  const { items, nextCursor } = await desk.list(listQuery(cursor))
  const isShown = leavesTestsOut(filters.value) ? ({ origin }: Summary) => origin !== 'test' : () => true
  return { items: items.filter(isShown), nextCursor }
}

/** Decided cases that somebody objects to wait too, and are handed out first. */
async function appealed(found: Counts): Promise<readonly Summary[]> {
  if (!isQueue.value || filters.value.appeal !== undefined || !found.appealed) return []
  return (await desk.list(appealedQuery())).items.filter(isAppealed)
}

let more: Promise<void> | null = null

/** Adds the next page; whoever asks while it is on its way waits for the same one. */
export function loadMore(): Promise<void> {
  more ??= addPage().finally(() => {
    more = null
  })
  return more
}

async function addPage(): Promise<void> {
  const mine = generation
  const cursor = nextCursor.value
  if (cursor === null) return
  const page = await listed(cursor)
  if (mine !== generation) return
  rows.value = withoutTwins([...rows.value, ...page.items])
  nextCursor.value = page.nextCursor
}

/** Looks at the first page again, without a flicker: what is new comes in, what is loaded further down stays. */
export async function refreshRows(): Promise<void> {
  const mine = generation
  const [page, found] = await Promise.all([listed(null), countCases(filters.value)])
  if (mine !== generation) return
  const items = [...(await appealed(found)), ...page.items]
  if (mine !== generation) return
  counts.value = found
  const wasOnePage = rows.value.length <= items.length || page.nextCursor === null
  if (wasOnePage) nextCursor.value = page.nextCursor
  rows.value = wasOnePage ? items : withoutTwins([...items, ...rows.value])
}

export async function refreshCounts(): Promise<void> {
  const mine = generation
  const found = await countCases(filters.value)
  if (mine === generation) counts.value = found
}

export function dropRow(id: string): void {
  rows.value = rows.value.filter(row => row.id !== id)
}

export function patchRow(id: string, change: Partial<Summary>): void {
  if (rows.value.some(row => row.id === id))
    rows.value = rows.value.map(row => (row.id === id ? { ...row, ...change } : row))
}

/** Puts a row in, unless it is there. */
export function putRow(row: Summary, at: number): void {
  if (rows.value.some(({ id }) => id === row.id)) return
  rows.value = rows.value.toSpliced(at, 0, row)
}

export function rowOf(id: string | null): Summary | undefined {
  return rows.value.find(row => row.id === id)
}

/** Of two that are the same the first stays: it is the newer one. */
function withoutTwins(items: readonly Summary[]): readonly Summary[] {
  const seen = new Set<string>()
  return items.filter(({ id }) => !seen.has(id) && seen.add(id))
}
