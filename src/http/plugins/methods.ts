import type { FastifyInstance } from 'fastify'
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
    const paths = new Set<string>()
    app.addHook('onRoute', ({ url }) => void paths.add(url))
    app.decorate('refuseOtherMethods', () => {
      for (const path of [...paths]) refuseOthers(app, path)
    })
  },
  { name: 'methods' },
)

function refuseOthers(app: FastifyInstance, url: string): void {
  const allowed = app.supportedMethods.filter(method => app.hasRoute({ method, url }))
  app.route({
    url,
    method: app.supportedMethods.filter(method => !allowed.includes(method)),
    schema: { hide: true },
    // Before the body is read, which does not matter here.
    onRequest: async (_request, reply) => {
      void reply.header('allow', allowed.join(', '))
      throw new Problem('method_not_allowed', `This path takes ${allowed.join(', ')} only.`)
    },
    handler: () => undefined,
  })
}
