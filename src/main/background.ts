import type { Logger } from 'pino'
import type { Config } from '../config.js'
import { startWebhooks } from '../delivery/webhooks.js'
import type { Metrics } from '../operation/metrics.js'
import { startFolding, startForgetting, startRetention, startTallies } from '../operation/timers.js'
import type { Store } from '../store/store.js'

/**
 * Purging, counts and webhooks, beside the requests. What is returned ends the requests and then the tasks, so that the
 * last requests' counts and webhooks are still written and sent.
 */
export function startBackgroundTasks(store: Store, config: Config, logger: Logger, metrics: Metrics) {
  const stopRetention = startRetention(store, {
    days: config.retentionDays,
    tombstoneDays: config.tombstoneDays,
    auditDays: config.auditRetentionDays,
    onPurged: screenings => logger.debug({ screenings }, 'purged'),
    onFailure: failure => logger.error({ err: failure }, 'purge failed'),
  })
  const stopTallies = startTallies(store, failure => logger.error({ err: failure }, 'counts not written'))
  const stopForgetting = startForgetting(store, failure => logger.error({ err: failure }, 'not forgotten'))
  const stopFolding = startFolding(store, failure => logger.error({ err: failure }, 'counts not added up'))
  const stopWebhooks = startWebhooks(store.outbox, {
    allowPrivate: config.webhookAllowPrivate,
    onAttempt: metrics.webhook,
    onFailure: failure => logger.error({ err: failure }, 'webhooks not delivered'),
  })
  return async (endRequests: () => Promise<unknown>): Promise<void> => {
    stopRetention()
    stopFolding()
    stopForgetting()
    await endRequests()
    await stopWebhooks()
    await stopTallies()
  }
}
