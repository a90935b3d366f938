import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import fp from 'fastify-plugin'

/**
 * Security headers. The content security policy allows what Swagger UI needs (inline styles, data: images) and nothing from
 * other origins. Strict-Transport-Security is left to the proxy that terminates TLS: this service speaks plain HTTP.
 */
export const security = fp<{ readonly corsOrigins: readonly string[] }>(
  async (app, { corsOrigins }) => {
    await app.register(helmet, {
      contentSecurityPolicy: {
        useDefaults: false,
        directives: {
          defaultSrc: ["'self'"],
          baseUri: ["'none'"],
          formAction: ["'self'"],
          frameAncestors: ["'none'"],
          imgSrc: ["'self'", 'data:'],
          objectSrc: ["'none'"],
          scriptSrc: ["'self'"],
          styleSrc: ["'self'", "'unsafe-inline'"],
        },
      },
      strictTransportSecurity: false,
    })
    // Answers hold personal data: no browser or proxy keeps them. Files that are everybody's say otherwise themselves.
    app.addHook('onRequest', async (_request, reply) => {
      void reply.header('cache-control', 'no-store')
    })
    // Without these headers browsers block pages of other origins.
    if (corsOrigins.length > 0)
      await app.register(cors, {
        origin: [...corsOrigins],
        methods: ['GET', 'POST', 'PUT', 'DELETE'],
        allowedHeaders: ['authorization', 'content-type', 'x-request-id', 'traceparent'],
        exposedHeaders: ['x-request-id', 'retry-after'],
      })
  },
  { name: 'security' },
)
