import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import { packageRoot } from '../../package-root.js'
import type { Routes } from '../typed-routes.js'

/** The page may load its own two files and call this API; injected markup or styles have no effect. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The moderators' page, as static files. It works on the same API with the same keys as every other client. */
export const consoleRoutes: Routes<Record<never, never>> = async app => {
  app.addHook('onRequest', async (_request, reply) => {
    // Browsers ask each time whether a file has changed, so a new release is seen at once.
    void reply.header('content-security-policy', POLICY).header('cache-control', 'no-cache')
  })
  await app.register(fastifyStatic, {
    root: join(packageRoot, 'console'),
    prefix: '/console/',
    // A route for each file, so that any other path is an ordinary 404.
    wildcard: false,
    index: false,
    cacheControl: false,
  })
  app.get('/console', { schema: { hide: true } }, (_request, reply) => reply.sendFile('index.html'))
}
