import cors from '@fastify/cors'
import helmet from '@fastify/helmet'
import fp from 'fastify-plugin'

/**
 * Security headers. The policy admits what Swagger UI needs (inline styles, images as data) and nothing from
 * elsewhere. Whether clients have to use TLS is for the proxy in front to say: this service speaks plain HTTP.
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
    // Browsers of other origins are not answered, unless the operator names them.
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
