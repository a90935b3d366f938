import { firstIdAt, type ScreeningId } from '../contract/ids.js'
import type { CaseState, Changes, QueueCounts, QueueCountsSeen } from '../store/changes.js'

/** What moderators see of the queue while it happens: ids and numbers, never a word of a message. */
type LiveEvent =
  | { readonly event: 'counts'; readonly data: QueueCounts }
  | { readonly event: 'case'; readonly data: CaseState }

type Listener = (event: LiveEvent) => void

/**
 * Tells of the queue of a tenant. Listeners of all tenants share one look into the store a second, and there is none
 * while nobody listens. What other instances do is seen as well.
 */
export interface LiveQueue {
  /**
   * Calls the listener with the counts, as soon as they are known, and then with every change after them, until the
   * returned function is called. What `viewer` looks at without its decision is told as pending.
   */
  listen(tenant: string, viewer: string, listener: Listener): () => void
  stop(): void
}

/** Milliseconds between two looks. */
const BETWEEN_LOOKS = 1_000

/** Milliseconds after which counts are taken anew without a cause: a claim that runs out leaves no trace. */
const BETWEEN_COUNTS = 5_000

/** Milliseconds that a case may take from its id to its commit, with the clocks of several machines in it. */
const LATENESS = 15_000

/** New cases that a look tells of, of all tenants. When there are more at once, the counts say so. */
const MOST_ARRIVALS = 500

interface Listening {
  readonly viewer: string
  readonly hear: Listener
  /** The counts that it was told last. */
  told: QueueCounts | undefined
}

interface Watched {
  readonly listeners: Set<Listening>
  /** Of the trail; undefined before the first look. */
  length: number | undefined
  /** Cases that are known of the last `LATENESS`. */
  known: ReadonlySet<ScreeningId>
  counts: QueueCountsSeen | undefined
  countedAt: number
}

export function watchQueue(changes: Changes, onFailure: (failure: unknown) => void): LiveQueue {
  const watched = new Map<string, Watched>()
  let timer: NodeJS.Timeout | undefined
  let isLooking = false
  let isStopped = false
  let hasFailed = false

  return {
    listen: (tenant, viewer, hear) => {
      const own = watched.get(tenant) ?? nothingSeen()
      watched.set(tenant, own)
      const listener: Listening = { viewer, hear, told: undefined }
      own.listeners.add(listener)
      if (own.counts) tellCounts(listener, own.counts)
      else soon(0)
      return () => {
        own.listeners.delete(listener)
        if (own.listeners.size === 0 && watched.get(tenant) === own) watched.delete(tenant)
      }
    },
    stop: () => {
      isStopped = true
      clearTimeout(timer)
      watched.clear()
    },
  }

  function soon(delay: number): void {
    // A look that is under way takes the next one upon itself.
    if (isLooking || isStopped) return
    clearTimeout(timer)
    timer = setTimeout(() => void lookAndGoOn(), delay).unref()
  }

  async function lookAndGoOn(): Promise<void> {
    isLooking = true
    try {
      if (watched.size > 0) await look()
      hasFailed = false
    } catch (failure) {
      // Once, not every second.
      if (!hasFailed) onFailure(failure)
      hasFailed = true
    } finally {
      isLooking = false
    }
    const isWaitedFor = [...watched.values()].some(({ length }) => length === undefined)
    if (watched.size > 0) soon(isWaitedFor && !hasFailed ? 0 : BETWEEN_LOOKS)
  }

  async function look(): Promise<void> {
    const tenants = [...watched.keys()]
    const since = firstIdAt(new Date(Date.now() - LATENESS))
    const lengths = await changes.lengths(tenants)
    const arrived = await changes.arrived(tenants, since, MOST_ARRIVALS)
    for (const [tenant, own] of [...watched]) {
      // Who came meanwhile is seen next time.
      if (!tenants.includes(tenant)) continue
      const cases = arrived.filter(one => one.tenant === tenant).map(({ id }) => id)
      await tell(tenant, own, { length: lengths.get(tenant) ?? 0, cases, since })
    }
  }

  async function tell(
    tenant: string,
    own: Watched,
    now: {
      readonly length: number
      readonly cases: readonly ScreeningId[]
      readonly since: ScreeningId
    },
  ): Promise<void> {
    const { length, known } = own
    const named =
      length === undefined || length === now.length ? [] : await changes.named(tenant, length, now.length)
    const arrived = length === undefined ? [] : now.cases.filter(id => !known.has(id))
    const changed = [...new Set([...arrived, ...named])]
    const states = changed.length === 0 ? [] : await changes.states(tenant, changed)
    const isDue = changed.length > 0 || length !== now.length || Date.now() - own.countedAt >= BETWEEN_COUNTS
    const counts = isDue ? await changes.counts(tenant) : own.counts
    // All is known by now: a look that failed on the way is done anew as a whole.
    own.length = now.length
    own.known = new Set([...known, ...now.cases].filter(id => id >= now.since))
    if (isDue) own.countedAt = Date.now()
    own.counts = counts
    for (const { seenBy, ...state } of states)
      for (const { viewer, hear } of [...own.listeners])
        hear({ event: 'case', data: seenBy.get(viewer) ?? state })
    if (counts) for (const listener of [...own.listeners]) tellCounts(listener, counts)
  }
}

function nothingSeen(): Watched {
  return { listeners: new Set(), length: undefined, known: new Set(), counts: undefined, countedAt: 0 }
}

/** When they are other than the last that it was told. */
function tellCounts(listener: Listening, { pending, claimed, more }: QueueCountsSeen): void {
  const { told, viewer } = listener
  const own = more.get(viewer) ?? { pending: 0, claimed: 0 }
  const data = { pending: pending + own.pending, claimed: claimed + own.claimed }
  if (data.pending === told?.pending && data.claimed === told.claimed) return
  listener.told = data
  listener.hear({ event: 'counts', data })
}
