import helmet from '@fastify/helmet'
import fp from 'fastify-plugin'

/**
 * Security headers. The policy admits what Swagger UI needs (inline styles, images as data) and nothing from
 * elsewhere. Whether clients have to use TLS is for the proxy in front to say: this service speaks plain HTTP.
 */
export const security = fp(
  async app => {
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
  },
  { name: 'security' },
)
