import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Screener } from '../../contract/screener.js'
import { packageRoot } from '../../package-root.js'
import { consolePage } from '../console-page.js'
import type { Routes } from '../typed-routes.js'

/** Nothing but our own files, and no markup or style that came from data could do anything. */
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

const files = [
  ['/console/console.js', 'console.js', 'text/javascript; charset=utf-8'],
  ['/console/console.css', 'console.css', 'text/css; charset=utf-8'],
] as const

/** The moderators' own page: the same round as in Swagger UI, by keyboard, over the same API with the same keys. */
export const consoleRoutes: Routes<{ readonly screener: Screener }> = async (app, { screener }) => {
  app.get('/console', { schema: { hide: true } }, async (_request, reply) =>
    reply
      .header('content-security-policy', POLICY)
      .type('text/html; charset=utf-8')
      .send(consolePage(screener.categories)),
  )
  for (const [url, name, type] of files) {
    const content = readFileSync(join(packageRoot, 'console', name))
    app.get(url, { schema: { hide: true } }, async (_request, reply) =>
      reply.header('cache-control', 'no-cache').type(type).send(content),
    )
  }
}
