import type { FastifyInstance } from 'fastify'
import { auth } from '../http/plugins/auth.js'
import { connections } from '../http/plugins/connections.js'
import { cookies } from '../http/plugins/cookies.js'
import { drain } from '../http/plugins/drain.js'
import { encodings } from '../http/plugins/encodings.js'
import { errors } from '../http/plugins/errors.js'
import { limits } from '../http/plugins/limits.js'
import { methods } from '../http/plugins/methods.js'
import { requestMetrics } from '../http/plugins/metrics.js'
import { openapi } from '../http/plugins/openapi.js'
import { pressure } from '../http/plugins/pressure.js'
import { requestLog } from '../http/plugins/request-log.js'
import { security } from '../http/plugins/security.js'
import { wellFormed } from '../http/plugins/well-formed.js'
import { version } from '../version.js'
import { limiterFor } from './limiter-for.js'
import type { AppParts } from './parts.js'

/** What every request passes, in this order. */
export async function addPlugins(app: FastifyInstance, parts: AppParts): Promise<void> {
  const { config, store, metrics, tracing } = parts
  if (tracing) await app.register(tracing)
  await app.register(requestLog)
  await app.register(requestMetrics, { metrics })
  await app.register(security, { corsOrigins: config.corsOrigins })
  await app.register(wellFormed)
  await app.register(errors)
  await app.register(drain)
  await app.register(connections, config)
  const { hasKeys, rateLimitMax, corsOrigins, isWorker: shared, signIn } = config
  await app.register(cookies, { publicUrl: signIn?.publicUrl })
  const { keys } = store
  const sessions = signIn && store.sessions
  await app.register(auth, {
    keys,
    sessions,
    hasKeys: hasKeys || signIn !== undefined,
    shared,
    metrics,
    corsOrigins,
  })
  // Behind the keys: whoever has none is told so, however much there is to do.
  await app.register(pressure, { maxDelay: config.maxDelay, metrics })
  await app.register(limits, { rateLimitMax, limiterFor: limiterFor(parts) })
  await app.register(encodings)
  await app.register(methods)
  await app.register(openapi, { version, categories: parts.screener.categories.map(({ id }) => id) })
}
