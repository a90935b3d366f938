import type { FastifyInstance } from 'fastify'
import type { AppParts } from './app/parts.js'
import { addPlugins } from './app/plugins.js'
import { addRoutes } from './app/routes.js'
import { buildServer } from './app/server.js'

/** The service, ready to listen or to be injected into. Closing it leaves the store open: that is the caller's to close. */
export async function buildApp(parts: AppParts): Promise<FastifyInstance> {
  const app = buildServer(parts)
  await addPlugins(app, parts)
  await addRoutes(app, parts)
  return app
}
