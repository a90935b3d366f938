import type { FastifyReply, RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import { buildGatekeeper } from '../../access/gatekeeper.js'
import type { Metrics } from '../../operation/metrics.js'
import type { Caller, Keys, Role } from '../../store/keys.js'
import { buildLimiter } from '../limiters.js'
import { Problem } from '../problems.js'
import { problems } from '../schemas/problem.js'

/** Who may use a route. A key's role has to be among those named. */
export type Access = 'public' | readonly Role[]

export const FOR_PLATFORM: Access = ['platform', 'admin']
export const FOR_MODERATORS: Access = ['moderator', 'admin']
export const FOR_ALL_KEYS: Access = ['platform', 'moderator', 'admin']
export const FOR_ADMIN: Access = ['admin']

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifyRequest {
    /** Set on every route that is not public. */
    caller: Caller
  }
}

/** Requests without a valid key that an address may send in a minute. Keys cannot be guessed: it spares the store and the log. */
export const REFUSALS_MAX = 600

export interface Auth {
  readonly keys: Keys
  readonly hasKeys: boolean
  /** One of several processes, which count together. */
  readonly shared: boolean
  readonly metrics: Metrics
}

/** A key on every route that does not say that it is public; no route without a decision. */
export const auth = fp<Auth>(
  async (app, { keys, hasKeys, shared, metrics }) => {
    const refusals = buildLimiter('refusals', REFUSALS_MAX, shared)
    const admit = buildGatekeeper(keys, { hasKeys })
    app.decorateRequest('caller')
    app.addHook('onRoute', decideAndDocument)
    app.addHook('onRequest', async (request, reply) => {
      const access = request.routeOptions.config.access ?? 'public'
      if (access === 'public') return
      const admission = await admit(request.headers.authorization)
      if (admission.kind !== 'admitted') {
        metrics.authenticationFailed()
        request.log.warn({ address: request.ip, kind: admission.kind }, 'no valid key')
        await refuseTooMany(request.ip, reply)
        void reply.header('www-authenticate', 'Bearer')
        throw new Problem(
          'unauthenticated',
          admission.kind === 'missing'
            ? 'This operation needs a key: send Authorization: Bearer <key>.'
            : 'The key is not valid: it is malformed, unknown or revoked.',
        )
      }
      if (!access.includes(admission.caller.role))
        throw new Problem('forbidden', `This operation is for keys of the role ${access.join(' or ')}.`)
      request.caller = admission.caller
    })

    /** Valid keys are never held up by the tries of others at the same address, a proxy's for example. */
    async function refuseTooMany(address: string, reply: FastifyReply): Promise<void> {
      const { count, forgottenAfter } = await refusals
        .count(address)
        .catch(() => ({ count: 0, forgottenAfter: 0 }))
      if (count <= REFUSALS_MAX) return
      const seconds = Math.ceil(forgottenAfter / 1_000)
      void reply.header('retry-after', String(seconds))
      throw new Problem(
        'too_many_requests',
        `Too many requests without a valid key from this address. Try again in ${seconds} seconds.`,
      )
    }
  },
  { name: 'auth' },
)

function decideAndDocument(route: RouteOptions): void {
  const access = route.config?.access
  if (route.schema?.hide === true || route.url.startsWith('/docs')) return
  if (access === undefined)
    throw new Error(`${String(route.method)} ${route.url} does not say who may use it`)
  if (!route.schema) return
  if (access === 'public') {
    Object.assign(route.schema, { security: [] })
    return
  }
  const { description = '', response = {} } = route.schema
  Object.assign(route.schema, {
    security: [{ key: [] }],
    description: `${description}\n\n使える鍵の役割：${access.join('・')}`,
    response: { ...(typeof response === 'object' ? response : {}), ...problems(401, 403, 429, 503) },
  })
}
