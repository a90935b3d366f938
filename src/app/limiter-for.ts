import { buildLimiter, type LimiterFor } from '../http/limiters.js'
import { buildSharedLimiter } from '../http/shared-limiter.js'
import type { AppParts } from './parts.js'

/** Limits hold for all instances where there are counts of all. */
export function limiterFor({ counts, config, logger, metrics }: AppParts): LimiterFor {
  return (name, most) => {
    const alone = buildLimiter(name, most, config.isWorker)
    if (counts === undefined) return alone
    const onReach = (isReached: boolean, failure?: unknown): void => {
      metrics.limitsAlone(name, !isReached)
      if (isReached) logger.info({ limit: name }, 'limits hold for all instances again')
      else logger.warn({ limit: name, err: failure }, 'limits hold for this instance alone')
    }
    return buildSharedLimiter({ name, most, counts, alone, onReach })
  }
}
