import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import cors from '@fastify/cors'
import fp from 'fastify-plugin'
import helmet, { type HelmetOptions } from 'helmet'

/**
 * Security headers. The content security policy allows what Swagger UI needs (inline styles, data: images) and nothing from
 * other origins. Strict-Transport-Security is left to the proxy that terminates TLS: this service speaks plain HTTP.
 */
export const security = fp<{ readonly corsOrigins: readonly string[] }>(
  async (app, { corsOrigins }) => {
    const headers = {
      ...headersOf({
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
      }),
      // Answers hold personal data: no browser or proxy keeps them. Files that are everybody's say otherwise themselves.
      'cache-control': 'no-store',
    }
    app.addHook('onRequest', (_request, reply, done) => {
      void reply.headers(headers)
      done()
    })
    // Without these headers browsers block pages of other origins.
    if (corsOrigins.length > 0)
      await app.register(cors, {
        origin: [...corsOrigins],
        methods: ['GET', 'POST', 'PUT', 'DELETE'],
        allowedHeaders: ['authorization', 'content-type', 'idempotency-key', 'x-request-id', 'traceparent'],
        exposedHeaders: ['idempotent-replayed', 'x-request-id', 'retry-after'],
      })
  },
  { name: 'security' },
)

/** What helmet says of every answer. It is the same each time, and saying it anew costs a twentieth of a request. */
function headersOf(options: HelmetOptions): ReturnType<ServerResponse['getHeaders']> {
  const request = new IncomingMessage(new Socket())
  const answer = new ServerResponse(request)
  helmet(options)(request, answer, () => undefined)
  return { ...answer.getHeaders() }
}
