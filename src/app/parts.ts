import type { FastifyBaseLogger, FastifyPluginCallback } from 'fastify'
import type { Config } from '../config.js'
import type { Metrics } from '../operation/metrics.js'
import type { ReloadableScreener } from '../screening/reloadable.js'
import type { SharedCounts } from '../store/shared-counts.js'
import type { Store } from '../store/store.js'

/** What the service is made of. */
export interface AppParts {
  readonly screener: ReloadableScreener
  readonly store: Store
  readonly logger: FastifyBaseLogger
  readonly metrics: Metrics
  /** Traces requests; absent without a collector. */
  readonly tracing?: FastifyPluginCallback | undefined
  /** Called after a reload that came over the API. */
  readonly onReloaded?: () => void
  /** The dictionary that is wanted when it is another than this instance's; absent: none ever is. */
  readonly differs?: () => { readonly wanted: string; readonly reason: string } | undefined
  /** Counts of all instances; absent: limits hold for this one alone. */
  readonly counts?: SharedCounts | undefined
  /** Produces the answer of `GET /metrics`; absent: this process's own figures. */
  readonly scrape?: () => Promise<string>
  readonly config: Config & {
    /** One of several processes behind the same port: they enforce limits together. */
    readonly isWorker: boolean
    /** Whether there were keys when the store was opened. */
    readonly hasKeys: boolean
  }
}
