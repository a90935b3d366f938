import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { SignIn } from '../../access/sign-in.js'
import { type RefusalReason, SIGN_IN_SECONDS, SignInRefusal } from '../../access/sign-in-refusal.js'
import type { Store } from '../../store/store.js'
import { FOR_ALL_KEYS } from '../plugins/auth.js'
import { Problem, type ProblemCode } from '../problems.js'
import { problems } from '../schemas/problem.js'
import { callbackQuery, loginQuery, session, sessionWays } from '../schemas/session.js'
import type { Routes } from '../typed-routes.js'

export interface SessionParts {
  readonly store: Pick<Store, 'keys' | 'sessions'>
  /** Absent: nobody signs in. */
  readonly signIn:
    | {
        readonly provider: SignIn
        /** What the button says. */
        readonly label: string
        /** Where browsers find the service, without a slash at its end. */
        readonly publicUrl: string
        /** Until a session is over. */
        readonly hours: number
      }
    | undefined
}

const moved = (where: string) => ({ 302: z.null().describe(where) })

/** Who one is, how one may sign in, and signing in and out. */
export const sessionRoutes: Routes<SessionParts> = async (app, { store, signIn }) => {
  app.get(
    '/session',
    {
      config: { access: FOR_ALL_KEYS },
      schema: {
        operationId: 'getSession',
        tags: ['session'],
        summary: '自分が誰かを見る',
        description:
          '鍵またはログインで、誰として、どの役割で使っているかを返します。どちらもなければ 401 です。',
        response: { 200: session.describe('使っている人') },
      },
    },
    async ({ admitted: { caller, by, expiresAt } }) => ({
      tenant: caller.tenant,
      name: caller.actor,
      role: caller.role,
      by,
      expiresAt,
    }),
  )

  app.get(
    '/session/ways',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'listSessionWays',
        tags: ['session'],
        summary: '入り方を見る',
        description: '鍵で入れるか、鍵なしで入れるか、ログインできるかを返します。鍵は要りません。',
        response: { 200: sessionWays.describe('入り方'), ...problems(429, 503) },
      },
    },
    async () => ({
      keys: await store.keys.any(),
      open: await app.gatekeeper.isOpen(),
      oidc: signIn ? { label: signIn.label, url: `${signIn.publicUrl}/session/login` } : null,
    }),
  )

  app.get(
    '/session/login',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'signIn',
        tags: ['session'],
        summary: 'ログインを始める',
        description:
          'ブラウザーを ID プロバイダー（OpenID Connect）へ移します。終わると、クッキーを付けて to の場所へ戻します。ログインを設定していなければ 404 です。',
        querystring: loginQuery,
        response: { ...moved('プロバイダーへ移る'), ...problems(400, 404, 429, 503) },
      },
    },
    async (request, reply) => {
      const { provider } = configured()
      return settled(request, reply, async () => {
        const { url, seal } = await provider.begin(request.query.to)
        app.kept?.signIn.set(reply, seal, SIGN_IN_SECONDS)
        return url
      })
    },
  )

  app.get(
    '/session/callback',
    {
      config: { access: 'public' },
      schema: {
        operationId: 'finishSignIn',
        tags: ['session'],
        summary: 'ログインを終える',
        description:
          'プロバイダーがブラウザーをここへ戻します。ログインできなかったとき、ブラウザーは /console?sign-in=… へ移り（lost：始めた記録がないか古い、denied：断られた、not_permitted：役割がない、unavailable：プロバイダーが応答しない）、ほかの呼び出し元には理由を返します。',
        querystring: callbackQuery,
        response: { ...moved('始めた場所へ戻る'), ...problems(400, 403, 404, 429, 503) },
      },
    },
    async (request, reply) => {
      const { provider, publicUrl, hours } = configured()
      return settled(request, reply, async () => {
        const seal = app.kept?.signIn.of(request)
        app.kept?.signIn.clear(reply)
        const { person, returnTo } = await provider.finish(request.url.split('?').slice(1).join('?'), seal)
        // Who signs in anew leaves no session behind.
        await endSession(request)
        const seconds = hours * 3_600
        const begun = await store.sessions.begin(person, new Date(Date.now() + seconds * 1_000))
        app.kept?.session.set(reply, begun.token, seconds)
        return `${publicUrl}${returnTo}`
      })
    },
  )

  app.delete(
    '/session',
    {
      config: { access: FOR_ALL_KEYS },
      schema: {
        operationId: 'signOut',
        tags: ['session'],
        summary: 'ログアウトする',
        description:
          'セッションを終わらせ、クッキーを消します。鍵には何もしません。プロバイダーでのログインは続きます。',
        response: { 204: z.null().describe('終わった') },
      },
    },
    async (request, reply) => {
      if (request.admitted.by === 'oidc') await endSession(request)
      app.kept?.session.clear(reply)
      return reply.code(204).send(null)
    },
  )

  function configured() {
    if (!signIn) throw new Problem('not_found', 'Nobody signs in here: use a key.')
    return signIn
  }

  async function endSession(request: FastifyRequest): Promise<void> {
    const token = app.kept?.session.of(request)
    if (token === undefined) return
    app.gatekeeper.forget(token)
    await store.sessions.end(token)
  }

  /** People see the console, which says in their words why they are not let in; programs get the problem. */
  async function settled(
    request: FastifyRequest,
    reply: FastifyReply,
    step: () => Promise<string>,
  ): Promise<FastifyReply> {
    try {
      return reply.redirect(await step())
    } catch (error) {
      if (!(error instanceof SignInRefusal)) throw error
      const { reason, code } = error
      request.log.warn({ reason, code }, 'not signed in')
      if (request.headers.accept?.includes('text/html') !== true) throw problemOf(reason)
      return reply.redirect(`${configured().publicUrl}/console?sign-in=${reason}`)
    }
  }
}

const REFUSALS: Readonly<Record<RefusalReason, readonly [ProblemCode, string]>> = {
  lost: ['sign_in_lost', 'This browser began no such sign-in in the last ten minutes. Begin again.'],
  denied: ['sign_in_denied', 'The provider of identities, or the person, said no.'],
  not_permitted: ['not_permitted', 'The provider gives this person no role or no tenant here.'],
  unavailable: ['sign_in_unavailable', 'The provider of identities cannot be asked. Try again later.'],
}

function problemOf(reason: RefusalReason): Problem {
  return new Problem(...REFUSALS[reason])
}
