import type { FastifyInstance } from 'fastify'
import fp from 'fastify-plugin'
import { Problem } from '../problems.js'

declare module 'fastify' {
  interface FastifyInstance {
    /** Answers 405 to every method that a path does not have. Called when all routes are there. */
    refuseOtherMethods(): void
  }
}

/** Fastify answers 404 to a known path with another method; HTTP says 405 and names the right ones (RFC 9110, 15.5.6). */
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
    // Before the body is read: it does not matter here.
    onRequest: async (_request, reply) => {
      void reply.header('allow', allowed.join(', '))
      throw new Problem('method_not_allowed', `This path takes ${allowed.join(', ')} only.`)
    },
    handler: () => undefined,
  })
}
