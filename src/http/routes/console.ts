import { join } from 'node:path'
import fastifyStatic from '@fastify/static'
import { packageRoot } from '../../package-root.js'
import type { Routes } from '../typed-routes.js'

/** The page may load its own files and call this API; injected markup or styles have no effect. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

/** The moderators' page, as `npm run build` makes it of `console/`. It works on the same API with the same keys as every other client. */
export const consoleRoutes: Routes<Record<never, never>> = async app => {
  app.addHook('onRequest', async (_request, reply) => {
    // Browsers ask each time whether the page has changed, so a new release is seen at once.
    void reply.header('content-security-policy', POLICY).header('cache-control', 'no-cache')
  })
  await app.register(fastifyStatic, {
    root: join(packageRoot, 'dist/console'),
    prefix: '/console/',
    // A route for each file, so that any other path is an ordinary 404.
    wildcard: false,
    index: false,
    cacheControl: false,
    // The name of a script or a style says what is in it, so it never changes.
    setHeaders: (reply, path) => {
      if (path.includes('/assets/')) reply.header('cache-control', 'public, max-age=31536000, immutable')
    },
  })
  app.get('/console', { schema: { hide: true } }, (_request, reply) => reply.sendFile('index.html'))
}
