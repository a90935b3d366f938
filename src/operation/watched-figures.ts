import { LRUCache } from 'lru-cache'
import { Gauge, type Registry } from 'prom-client'
import type { Depths } from '../store/health.js'
import { type MissFigures, missFigures } from './miss-figures.js'

/** Milliseconds that counted rows are reused: counting them at every scrape would cost more than it is worth. */
const DEPTHS_AGE = 15_000

/** Read at every scrape. */
export interface WatchedSources {
  readonly ruleset: () => { readonly version: string; readonly hash: string }
  /** Whether another one is wanted. */
  readonly differs: () => boolean
  /** Undefined while the store does not answer. */
  readonly depths: () => Promise<Depths | undefined>
  /** Undefined where nothing is audited, and while the store does not answer. */
  readonly missed: () => Promise<MissFigures | undefined>
  /** Messages of the queue (NATS); absent: they come over the API alone. */
  readonly incoming?: () =>
    | { readonly state: string; readonly pending: number; readonly unacknowledged: number }
    | undefined
}

/** The figures that are looked up when they are asked for. Returns how their sources are named, which may come later. */
export function watchedFigures(registers: Registry[]): (sources: WatchedSources) => void {
  let sources: WatchedSources | undefined
  new Gauge({
    name: 'sekisho_ruleset_info',
    help: 'The ruleset in use: always 1.',
    labelNames: ['version', 'hash'],
    aggregator: 'first',
    registers,
    collect() {
      this.reset()
      if (sources) this.set({ ...sources.ruleset() }, 1)
    },
  })
  new Gauge({
    name: 'sekisho_ruleset_differs',
    help: '1 while this instance judges with another dictionary than is wanted, and cannot take that one.',
    aggregator: 'max',
    registers,
    collect() {
      this.set(sources?.differs() ? 1 : 0)
    },
  })
  const depths = new LRUCache<'all', Depths>({
    max: 1,
    ttl: DEPTHS_AGE,
    fetchMethod: async () => sources?.depths(),
  })
  // Every process counts the same rows, so the aggregate is the largest of their counts, not the sum.
  const queue = new Gauge({
    name: 'sekisho_queue_depth',
    help: 'Screenings that wait for a moderator, webhooks that wait to be delivered and those given up, and endpoints that webhooks wait for because they do not answer.',
    labelNames: ['queue'],
    aggregator: 'max',
    registers,
    collect: async () => {
      const found = await depths.fetch('all')
      queue.reset()
      if (!found) return
      queue.set({ queue: 'pending_screenings' }, found.pending)
      queue.set({ queue: 'waiting_deliveries' }, found.waitingDeliveries)
      queue.set({ queue: 'dead_deliveries' }, found.deadDeliveries)
      queue.set({ queue: 'paused_endpoints' }, found.pausedEndpoints)
    },
  })
  watchIncoming(registers, () => sources?.incoming?.())

  missFigures(registers, async () => sources?.missed())

  return given => {
    sources = given
  }
}

/** Every process has the server's word on the first two, so their aggregate is the largest. */
function watchIncoming(registers: Registry[], incoming: NonNullable<WatchedSources['incoming']>): void {
  const gauge = (
    name: string,
    help: string,
    aggregator: 'max' | 'min',
    figure: (found: NonNullable<ReturnType<typeof incoming>>) => number,
  ) =>
    new Gauge({
      name: `sekisho_incoming_${name}`,
      help,
      aggregator,
      registers,
      collect() {
        const found = incoming()
        this.reset()
        if (found) this.set(figure(found))
        else this.remove()
      },
    })
  gauge('pending', 'Messages of the queue that nobody has taken yet.', 'max', ({ pending }) => pending)
  gauge(
    'unacknowledged',
    'Messages of the queue that are worked on, of all instances.',
    'max',
    ({ unacknowledged }) => unacknowledged,
  )
  gauge('consuming', '1 while messages are taken from the queue.', 'min', ({ state }) =>
    state === 'consuming' ? 1 : 0,
  )
}
