import { computed, signal } from '@preact/signals'

/** The filters of the list, by the API's own names, and which list it is (`list`, `by`), as they stand in the page's address. */
const NAMES = [
  'status',
  'category',
  'verdict',
  'stage',
  'kind',
  'origin',
  'appeal',
  'clientId',
  'assignee',
  'minConfidence',
  'from',
  'to',
  'q',
  'sort',
  'includeTests',
  'list',
  'by',
] as const
export type FilterName = (typeof NAMES)[number]
export type Filters = Readonly<Partial<Record<FilterName, string>>>

/** What an absent filter means. */
const DEFAULTS: Filters = { status: 'pending', sort: 'harm', list: 'cases', by: 'size' }
/** What says how a list is shown, and not what is in it. */
const SHOWING: ReadonlySet<string> = new Set(['sort', 'list', 'by'])

export const filters = signal<Filters>(readFilters(location.search))

export function readFilters(search: string): Filters {
  const given = new URLSearchParams(search)
  return Object.fromEntries(NAMES.map(name => [name, given.get(name) ?? '']).filter(([, value]) => value))
}

export function filterOf(name: FilterName): string {
  return filters.value[name] ?? DEFAULTS[name] ?? ''
}

/** Sets filters; '' takes one away. */
export function setFilters(change: Partial<Record<FilterName, string>>): void {
  const all = { ...filters.value, ...change }
  filters.value = Object.fromEntries(
    Object.entries(all).filter(([name, value]) => value && value !== Reflect.get(DEFAULTS, name)),
  )
}

export function clearFilters(): void {
  filters.value = {}
}

/** How many are set, apart from the order. */
export const active = computed(() => Object.keys(filters.value).filter(name => !SHOWING.has(name)).length)

/** Whether the list holds what waits: what is decided and answered leaves it. */
export const showsWaiting = computed(
  () =>
    filterOf('status') === 'pending' || (filterOf('status') === 'any' && filters.value.appeal !== undefined),
)

/** Whether this is the queue that people work off, where opening a case makes it one's own. */
export const isQueue = computed(
  () => showsWaiting.value && filters.value.assignee === undefined && filterOf('list') === 'cases',
)

/** Whether a campaign stands as one entry. Who looks for words or for one sender's cases sees each. */
export const collapses = computed(
  () => isQueue.value && filters.value.q === undefined && filters.value.clientId === undefined,
)

/** For the list, which knows no `includeTests`: the desk leaves those texts out itself. */
export function listQuery(cursor: string | null): URLSearchParams {
  const query = countQuery(filters.value)
  const status = filterOf('status')
  if (status !== 'any') query.set('status', status)
  query.set('sort', filterOf('sort'))
  query.set('limit', '50')
  if (collapses.value) query.set('campaigns', 'collapse')
  if (cursor !== null) query.set('cursor', cursor)
  return query
}

/** For the decided cases that somebody objects to, of those that the filters let through. */
export function appealedQuery(): URLSearchParams {
  const query = countQuery({ ...filters.value, appeal: 'open' })
  query.set('sort', 'harm')
  query.set('limit', '100')
  return query
}

/** For the counts, which know no status and no order. */
export function countQuery(given: Filters): URLSearchParams {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries(given))
    if (name !== 'status' && name !== 'includeTests' && !SHOWING.has(name))
      query.set(name, asInstant(name, value))
  return query
}

/** For `POST /screenings/next`. */
export function nextFilters(): Record<string, unknown> {
  const { status: _status, assignee: _assignee, minConfidence, includeTests, ...rest } = filters.value
  const picks = Object.entries(rest).filter(([name]) => !SHOWING.has(name))
  return {
    ...Object.fromEntries(picks.map(([name, value]) => [name, asInstant(name, value)])),
    sort: filterOf('sort'),
    ...(minConfidence && { minConfidence: Number(minConfidence) }),
    ...(includeTests && { includeTests: true }),
    ...(collapses.value && { campaigns: 'collapse' }),
  }
}

/** A day as it is picked becomes the instant at which it begins where the moderator is. */
function asInstant(name: string, value: string): string {
  return name === 'from' || name === 'to' ? new Date(`${value}T00:00:00`).toISOString() : value
}
