import { maxHeaderSize } from 'node:http'
import Fastify, { type FastifyInstance, LogController } from 'fastify'
import { replyToUnreadable, replyToUnroutable } from '../http/plugins/errors.js'
import { SCREEN_BODY_LIMIT } from '../http/plugins/limits.js'
import { requestIdOf } from '../http/plugins/request-log.js'
import { validatorCompiler } from '../http/validation.js'
import type { AppParts } from './parts.js'

/** Milliseconds between two looks for connections whose header fields are late. */
const CHECKING_INTERVAL = 5_000

/** Fastify with its clocks and limits, and nothing to answer yet. */
export function buildServer({ logger, config }: Pick<AppParts, 'logger' | 'config'>): FastifyInstance {
  const { trustProxy, requestTimeout, idleTimeout } = config
  const app = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIdOf,
    trustProxy: trustProxy ? [...trustProxy] : false,
    connectionTimeout: idleTimeout,
    // The well-formed plugin answers a missing Host with a problem document.
    http: {
      requireHostHeader: false,
      headersTimeout: requestTimeout,
      connectionsCheckingInterval: Math.min(requestTimeout, CHECKING_INTERVAL),
      requestTimeout: 0,
    },
    // The router would refuse long ids before the key is looked at, so it leaves them to the limits plugin.
    routerOptions: { maxParamLength: maxHeaderSize },
    bodyLimit: SCREEN_BODY_LIMIT,
    // No limit for the whole request: the connections plugin times bodies, and a stream may go on for hours.
    requestTimeout: 0,
    // Requests that are already on the wire when closing begins are still answered.
    return503OnClosing: false,
    frameworkErrors: replyToUnroutable,
    clientErrorHandler: replyToUnreadable,
  })
  app.setValidatorCompiler(validatorCompiler)
  // Response schemas are documentation only: replies are not filtered through them, but the tests validate replies by them.
  app.setSerializerCompiler(() => reply => JSON.stringify(reply))
  return app
}
