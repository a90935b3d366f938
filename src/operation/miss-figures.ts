import { LRUCache } from 'lru-cache'
import { Gauge, type Registry } from 'prom-client'

/** How many violations may pass, by what moderators have found in the last thirty days. */
export interface MissFigures {
  /** Share of all messages, one-sided 95%; null while no audited message is decided. */
  readonly upper: number | null
  /** Undefined without a budget. */
  readonly isBroken: boolean | undefined
}

/** Milliseconds that they are reused: a month of cases is read for them. */
const AGE = 10 * 60 * 1_000

/** Of all tenants together: whoever scrapes learns nothing of one. Every process finds the same. */
export function missFigures(registers: Registry[], source: () => Promise<MissFigures | undefined>): void {
  const figures = new LRUCache<'all', MissFigures>({
    max: 1,
    ttl: AGE,
    // Who scrapes does not wait for a month of cases but the first time.
    allowStale: true,
    fetchMethod: source,
  })
  new Gauge({
    name: 'sekisho_miss_rate_upper_bound',
    help: 'Upper 95% bound of the violations that nobody was shown, as a share of all messages; absent without decided audits.',
    aggregator: 'max',
    registers,
    async collect() {
      const upper = (await figures.fetch('all'))?.upper ?? null
      this.reset()
      if (upper !== null) this.set(upper)
      else this.remove()
    },
  })
  new Gauge({
    name: 'sekisho_miss_budget_broken',
    help: '1 while more violations may pass than MISS_BUDGET, and enough was audited to have shown the contrary; absent without a budget.',
    aggregator: 'max',
    registers,
    async collect() {
      const isBroken = (await figures.fetch('all'))?.isBroken
      this.reset()
      if (isBroken !== undefined) this.set(isBroken ? 1 : 0)
      else this.remove()
    },
  })
}
