import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import fp from 'fastify-plugin'
import { type Admitted, ANYBODY, buildGatekeeper, type Gatekeeper } from '../../access/gatekeeper.js'
import type { Metrics } from '../../operation/metrics.js'
import type { Caller, Keys, Role } from '../../store/keys.js'
import type { Sessions } from '../../store/sessions.js'
import { buildLimiter } from '../limiters.js'
import { refuseStrangers } from '../loopback-only.js'
import { Problem } from '../problems.js'
import { problems } from '../schemas/problem.js'

/** Who may use a route: everybody, or keys with one of these roles. */
export type Access = 'public' | readonly Role[]

export const FOR_PLATFORM: Access = ['platform', 'admin']
export const FOR_MODERATORS: Access = ['moderator', 'admin']
/** What moderators see and nothing is decided by. */
export const FOR_READERS: Access = ['moderator', 'auditor', 'admin']
/** What admins see and nothing is changed by. */
export const FOR_AUDITORS: Access = ['auditor', 'admin']
/** All who work with cases: a key for figures is for nothing else. */
export const FOR_ALL_KEYS: Access = ['platform', 'moderator', 'auditor', 'admin']
export const FOR_METRICS: Access = ['metrics', 'admin']
export const FOR_ADMIN: Access = ['admin']

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access
  }
  interface FastifyRequest {
    /** Set on every route that is not public. */
    caller: Caller
    /** How the caller was let in; set with it. */
    admitted: Admitted
  }
  interface FastifyInstance {
    readonly gatekeeper: Gatekeeper
    /** Whether who was let in still would be: for answers that take hours. */
    readonly isStillAdmitted: (request: FastifyRequest) => Promise<boolean>
  }
}

/** Requests a minute without a valid key, by address. Keys cannot be guessed; the limit protects the store and the log. */
export const REFUSALS_MAX = 600

export interface Auth {
  readonly keys: Keys
  /** Absent: nobody signs in. */
  readonly sessions: Sessions | undefined
  readonly hasKeys: boolean
  /** One of several processes: limits are counted for all of them together. */
  readonly shared: boolean
  readonly metrics: Metrics
  /** Origins whose pages may call the service, also while there are no keys. */
  readonly corsOrigins: readonly string[]
}

/**
 * What a page of ours sends with a request that changes something, and a form of another site cannot: a browser asks before
 * it lets a page of another origin send such a field, and is told no.
 */
const OWN_HEADER = { name: 'x-requested-with', value: 'sekisho-console' } as const

const CHANGES_NOTHING: readonly string[] = ['GET', 'HEAD', 'OPTIONS']

/** Requires a key or a session on every route that is not declared public, and a declaration from every documented route. */
export const auth = fp<Auth>(
  async (app, { keys, sessions, hasKeys, shared, metrics, corsOrigins }) => {
    const refusals = buildLimiter('refusals', REFUSALS_MAX, shared)
    const gatekeeper = buildGatekeeper(keys, { hasKeys, sessions })
    const admit = ({ headers: { authorization } }: FastifyRequest, session: string | undefined) =>
      gatekeeper(authorization, session)
    app.decorate('gatekeeper', gatekeeper)
    app.decorate('isStillAdmitted', async request => {
      const { caller } = request
      const admission = await admit(request, app.kept?.session.of(request)).catch(() => undefined)
      if (admission?.kind !== 'admitted') return false
      return admission.caller.tenant === caller.tenant && admission.caller.role === caller.role
    })
    app.decorateRequest('caller')
    app.decorateRequest('admitted')
    app.addHook('onRoute', decideAndDocument)
    app.addHook('onRequest', async (request, reply) => {
      const access = request.routeOptions.config.access ?? 'public'
      if (access === 'public') return
      const admission = await admit(request, app.kept?.session.of(request))
      if (admission.kind !== 'admitted') {
        metrics.authenticationFailed()
        request.log.warn({ address: request.ip, kind: admission.kind }, 'no valid key')
        await refuseTooMany(request.ip, reply)
        void reply.header('www-authenticate', 'Bearer')
        throw new Problem('unauthenticated', REFUSALS[admission.kind])
      }
      if (admission.caller === ANYBODY) refuseStrangers(request.headers, corsOrigins)
      if (!access.includes(admission.caller.role))
        throw new Problem('forbidden', `This operation is for keys of the role ${access.join(' or ')}.`)
      if (admission.by === 'oidc') refuseForms(request)
      request.caller = admission.caller
      request.admitted = admission
    })

    /** Counts failures only, so attempts by others behind the same address never hold up a valid key. */
    async function refuseTooMany(address: string, reply: FastifyReply): Promise<void> {
      const { count, resetAfter } = await refusals.count(address).catch(() => ({ count: 0, resetAfter: 0 }))
      if (count <= REFUSALS_MAX) return
      const seconds = Math.ceil(resetAfter / 1_000)
      void reply.header('retry-after', String(seconds))
      throw new Problem(
        'too_many_requests',
        `Too many requests without a valid key from this address. Try again in ${seconds} seconds.`,
      )
    }
  },
  { name: 'auth', dependencies: ['cookies'] },
)

const REFUSALS = {
  missing: 'This operation needs a key: send Authorization: Bearer <key>.',
  unknown: 'The key is not valid: it is malformed, unknown or revoked.',
  ended: 'The session is over: sign in again.',
} as const

/** A browser sends its cookie along whoever makes it ask. */
function refuseForms({ method, headers }: FastifyRequest): void {
  if (CHANGES_NOTHING.includes(method) || headers[OWN_HEADER.name] === OWN_HEADER.value) return
  throw new Problem(
    'own_header_needed',
    `A change by session needs the header field ${OWN_HEADER.name}: ${OWN_HEADER.value}.`,
  )
}

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
    security: [{ key: [] }, { session: [] }],
    description: `${description}\n\n使える鍵の役割：${access.join('・')}`,
    response: { ...problems(401, 403, 429, 503), ...(typeof response === 'object' ? response : {}) },
  })
}
