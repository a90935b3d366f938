import type { FastifyInstance, RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import { Problem } from '../problems.js'

declare module 'fastify' {
  interface FastifyInstance {
    /** Makes every path answer 405 to the methods it lacks. Called after all routes are registered. */
    refuseOtherMethods(): void
  }
}

/** Fastify answers 404 to a known path with another method; HTTP asks for 405 and the allowed methods (RFC 9110, 15.5.6). */
export const methods = fp(
  async app => {
    const paths = new Map<string, RouteOptions['errorHandler']>()
    app.addHook('onRoute', ({ url, errorHandler }) => void paths.set(url, errorHandler))
    app.decorate('refuseOtherMethods', () => {
      for (const [path, errorHandler] of [...paths]) refuseOthers(app, path, errorHandler)
    })
  },
  { name: 'methods' },
)

/** In the form in which the path answers its other errors. */
function refuseOthers(app: FastifyInstance, url: string, errorHandler: RouteOptions['errorHandler']): void {
  const allowed = app.supportedMethods.filter(method => app.hasRoute({ method, url }))
  app.route({
    url,
    method: app.supportedMethods.filter(method => !allowed.includes(method)),
    schema: { hide: true },
    ...(errorHandler && { errorHandler }),
    // Before the body is read, which does not matter here.
    onRequest: async (_request, reply) => {
      void reply.header('allow', allowed.join(', '))
      throw new Problem('method_not_allowed', `This path takes ${allowed.join(', ')} only.`)
    },
    handler: () => undefined,
  })
}
