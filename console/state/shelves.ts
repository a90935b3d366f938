import { signal } from '@preact/signals'
import { countCases, waitingOf } from './counting.js'
import type { Filters } from './filters.js'

/** Parts of the queue that people work off one by one. A new kind of entry is a line here. */
export const SHELVES = {
  all: {},
  review: { verdict: 'review' },
  block: { verdict: 'block' },
  warn: { verdict: 'warn' },
  report: { origin: 'report' },
  appeal: { appeal: 'open', status: 'any' },
  campaigns: { list: 'campaigns' },
} as const satisfies Readonly<Record<string, Filters>>
export type Shelf = keyof typeof SHELVES

/** Cases that wait on each shelf; absent until it is known. Campaigns are counted where they are listed. */
export const waiting = signal<Readonly<Partial<Record<Shelf, number>>>>({})

export const shelfNames = Object.keys(SHELVES).filter((name): name is Shelf => name in SHELVES)

export async function refreshShelves(): Promise<void> {
  const found = await Promise.all(
    shelfNames
      .filter(name => name !== 'campaigns')
      .map(async name => [name, waitingOf(await countCases(SHELVES[name]))] as const),
  )
  waiting.value = Object.fromEntries(found)
}

export function shelfOf(filters: Filters): Shelf | undefined {
  const { sort: _sort, by: _by, ...set } = filters
  return shelfNames.find(name => {
    const wanted: Filters = SHELVES[name]
    const keys = new Set([...Object.keys(wanted), ...Object.keys(set)])
    return [...keys].every(key => Reflect.get(wanted, key) === Reflect.get(set, key))
  })
}
