import cookie from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import fp from 'fastify-plugin'

declare module 'fastify' {
  interface FastifyInstance {
    /** Undefined where nobody signs in: then no cookie is looked at. */
    readonly kept: Kept | undefined
  }
}

/** What a browser keeps for us. */
interface Kept {
  /** The token of a session. */
  readonly session: Cookie
  /** What was sealed when somebody began to sign in. */
  readonly signIn: Cookie
}

interface Cookie {
  of(request: FastifyRequest): string | undefined
  set(reply: FastifyReply, value: string, seconds: number): void
  clear(reply: FastifyReply): void
}

/**
 * Cookies that no script reads, no other site sends along and, behind https, no other host or plain connection can set:
 * `__Host-` makes the browser see to that. `publicUrl`: where browsers find the service.
 */
export const cookies = fp<{ readonly publicUrl: string | undefined }>(
  async (app, { publicUrl }) => {
    if (publicUrl === undefined) {
      app.decorate('kept', undefined)
      return
    }
    await app.register(cookie)
    const secure = publicUrl.startsWith('https:')
    const options = { path: '/', httpOnly: true, sameSite: 'lax', secure } as const
    const named = (word: string): Cookie => {
      const name = `${secure ? '__Host-' : ''}${word}`
      return {
        of: ({ cookies }) => cookies[name],
        set: (reply, value, seconds) => void reply.setCookie(name, value, { ...options, maxAge: seconds }),
        clear: reply => void reply.clearCookie(name, options),
      }
    }
    app.decorate('kept', { session: named('sekisho_session'), signIn: named('sekisho_sign_in') })
  },
  { name: 'cookies' },
)
