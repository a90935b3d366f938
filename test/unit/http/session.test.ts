import { describe, expect, test } from 'vitest'
import type { SignInConfig } from '../../../src/config/sign-in.js'
import { openStore } from '../../../src/store/store.js'
import { CLIENT, startProvider } from '../../support/provider.js'
import { fakeScreener } from '../../support/screener.js'
import { type Service, startService } from '../../support/service.js'
import { onEveryStore } from '../../support/stores.js'

const PUBLIC = 'https://moderation.example'
const provider = await startProvider(
  {
    sato: { name: '佐藤 花子', roles: ['staff', 'moderator'], org: 'acme' },
    other: { name: '佐藤 花子', roles: 'moderator', org: 'acme' },
    boss: { name: '鈴木', roles: ['moderator', 'admin'], org: 'acme' },
    guest: { name: '客', roles: ['visitor'], org: 'acme' },
    nobody: { name: '無' },
    stray: { name: '迷', roles: ['admin'] },
  },
  [`${PUBLIC}/session/callback`],
)
const signIn: SignInConfig = {
  issuer: provider.issuer,
  clientId: CLIENT.id,
  clientSecret: CLIENT.secret,
  scopes: 'openid profile email',
  roleClaim: 'roles',
  moderators: ['moderator'],
  admins: ['admin'],
  tenant: 'acme',
  tenantClaim: undefined,
  nameClaim: 'name',
  label: '社員ログイン',
  publicUrl: PUBLIC,
  secrets: ['s'.repeat(32)],
  hours: 12,
}
const OWN = { 'x-requested-with': 'sekisho-console' }
const HTML = { accept: 'text/html,application/xhtml+xml' }

type Reply = Awaited<ReturnType<Service['inject']>>

/** The cookies that an answer sets, as a browser would send them back. */
const cookiesOf = (reply: Reply): Record<string, string> =>
  Object.fromEntries(
    reply.cookies.filter(({ value }) => value !== '').map(({ name, value }) => [name, value]),
  )

async function begin(service: Service, to = '') {
  const reply = await service.get(`/session/login${to}`)
  return { url: String(reply.headers.location), cookies: cookiesOf(reply) }
}

/** The whole way: here, to the provider, and back; `at` is another instance to come back to. */
async function signedIn(service: Service, account: string, at = service) {
  const { url, cookies } = await begin(service)
  const back = await provider.visit(url, account)
  const reply = await at.inject({ method: 'GET', url: back.pathname + back.search, cookies })
  return { reply, back, begun: cookies, cookies: cookiesOf(reply) }
}

const who = (service: Service, cookies: Record<string, string>) =>
  service.inject({ method: 'GET', url: '/session', cookies })

onEveryStore('sessions over HTTP', on => {
  const services = new Map<string, Promise<Service>>()
  const serviceWith = (change: Partial<SignInConfig> = {}, tenant = on.tenant) => {
    const key = JSON.stringify([tenant, change])
    const service =
      services.get(key) ??
      startService({
        screener: fakeScreener(),
        store: { ...on.store, close: async () => undefined },
        config: { signIn: { ...signIn, tenant, ...change } },
      })
    services.set(key, service)
    return service
  }

  test('a person signs in, is known by name, works, and signs out', async () => {
    const service = await serviceWith()
    const { reply, cookies } = await signedIn(service, 'sato')
    expect([reply.statusCode, reply.headers.location]).toEqual([302, `${PUBLIC}/console`])
    const kept = reply.cookies.find(({ name }) => name === '__Host-sekisho_session')
    expect(kept).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/', maxAge: 43_200 })
    expect(reply.cookies.find(({ name }) => name === '__Host-sekisho_sign_in')?.value).toBe('')
    const own = (await who(service, cookies)).json()
    expect(own).toEqual({
      tenant: on.tenant,
      name: '佐藤 花子',
      role: 'moderator',
      by: 'oidc',
      expiresAt: expect.stringMatching(/Z$/),
    })
    const { id } = await on.keep({ text: 'LINE', messageId: 'm' })
    const claim = { method: 'POST', url: `/screenings/${id}/claim`, payload: {}, cookies } as const
    // A form of another site sends the cookie too, and not the field.
    const form = await service.inject(claim)
    expect([form.statusCode, form.json().type]).toEqual([403, 'urn:sekisho:problem:own_header_needed'])
    const claimed = await service.inject({ ...claim, headers: OWN })
    expect([claimed.statusCode, claimed.json().claim?.by]).toEqual([200, '佐藤 花子'])
    expect((await service.inject({ method: 'GET', url: '/audit', cookies })).statusCode).toBe(403)

    const out = await service.inject({ method: 'DELETE', url: '/session', cookies, headers: OWN })
    expect([out.statusCode, out.cookies[0]?.value]).toEqual([204, ''])
    expect((await who(service, cookies)).statusCode).toBe(401)
    const trail = (await on.store.audit.list(on.tenant, { limit: 9 })).events
    expect(trail.map(({ type, actor }) => [type, actor])).toEqual([
      ['signed_out', '佐藤 花子'],
      ['claimed', '佐藤 花子'],
      ['signed_in', '佐藤 花子'],
    ])
  })

  test('who has words for both roles is an admin, and two people of one name are two', async () => {
    const service = await serviceWith()
    const names = []
    for (const account of ['boss', 'sato', 'other', 'sato'])
      names.push((await who(service, (await signedIn(service, account)).cookies)).json())
    expect(names).toMatchObject([
      { name: '鈴木', role: 'admin' },
      { name: '佐藤 花子' },
      { name: expect.stringMatching(/^佐藤 花子 \([0-9a-f]{6}\)$/) },
      { name: '佐藤 花子' },
    ])
  })

  test('a second instance with the same store and secret goes on, also after a new secret', async () => {
    const first = await serviceWith()
    const second = await serviceWith({ secrets: ['n'.repeat(32), ...signIn.secrets] })
    const { cookies } = await signedIn(first, 'sato', second)
    expect((await who(first, cookies)).statusCode).toBe(200)
    expect((await who(second, cookies)).statusCode).toBe(200)
    await second.inject({ method: 'DELETE', url: '/session', cookies, headers: OWN })
    expect((await who(second, cookies)).statusCode).toBe(401)
    const strange = await serviceWith({ secrets: ['x'.repeat(32)] })
    const { reply } = await signedIn(first, 'sato', strange)
    expect(reply.json().type).toBe('urn:sekisho:problem:sign_in_lost')
  })

  test('a session ends at its time', async () => {
    const service = await serviceWith()
    const { token } = await on.store.sessions.begin(
      { subject: 's', tenant: on.tenant, role: 'moderator', name: '短' },
      new Date(Date.now() + 1_000),
    )
    const cookies = { '__Host-sekisho_session': token }
    expect((await who(service, cookies)).statusCode).toBe(200)
    await expect.poll(async () => (await who(service, cookies)).statusCode, { timeout: 5_000 }).toBe(401)
  })

  test('the tenant may come from a claim', async () => {
    const service = await serviceWith({ tenant: undefined, tenantClaim: 'org' })
    expect((await who(service, (await signedIn(service, 'boss')).cookies)).json().tenant).toBe('acme')
    const { reply } = await signedIn(service, 'stray')
    expect(reply.json().type).toBe('urn:sekisho:problem:not_permitted')
  })
})

describe('nobody is let in', async () => {
  const store = await openStore({ kind: 'sqlite', file: ':memory:' }, 'full')
  const service = await startService({ screener: fakeScreener(), store, config: { signIn } })

  test.each(['guest', 'nobody'])('whose role is none here: %s', async account => {
    const { reply, cookies } = await signedIn(service, account)
    expect([reply.statusCode, reply.json().type]).toEqual([403, 'urn:sekisho:problem:not_permitted'])
    expect(cookies).toEqual({})
  })

  test.each([
    ['with another state', (back: URL) => back.searchParams.set('state', 'x'), true],
    ['without a state', (back: URL) => back.searchParams.delete('state'), true],
    ['in a browser that began nothing', () => undefined, false],
  ])('who comes back %s', async (_name, change, brings) => {
    const { url, cookies } = await begin(service)
    const back = await provider.visit(url, 'sato')
    change(back)
    const reply = await service.inject({
      method: 'GET',
      url: back.pathname + back.search,
      cookies: brings ? cookies : {},
    })
    expect([reply.statusCode, reply.json().type]).toEqual([400, 'urn:sekisho:problem:sign_in_lost'])
    expect(cookiesOf(reply)).toEqual({})
  })

  test('with an answer that is used a second time', async () => {
    const { back, begun } = await signedIn(service, 'sato')
    const again = await service.inject({ method: 'GET', url: back.pathname + back.search, cookies: begun })
    expect([again.statusCode, again.json().type]).toEqual([400, 'urn:sekisho:problem:sign_in_lost'])
  })

  test('with an answer to somebody else', async () => {
    const [mine, theirs] = [await begin(service), await begin(service)]
    const back = await provider.visit(theirs.url, 'boss')
    back.searchParams.set('state', new URL(mine.url).searchParams.get('state') ?? '')
    const reply = await service.inject({
      method: 'GET',
      url: back.pathname + back.search,
      cookies: mine.cookies,
    })
    expect(reply.statusCode).toBe(400)
    expect(cookiesOf(reply)).toEqual({})
  })

  test('when the provider says no', async () => {
    const { url, cookies } = await begin(service)
    const state = new URL(url).searchParams.get('state')
    const back = `/session/callback?error=access_denied&state=${state}&iss=${provider.issuer}`
    const reply = await service.inject({ method: 'GET', url: back, cookies })
    expect([reply.statusCode, reply.json().type]).toEqual([403, 'urn:sekisho:problem:sign_in_denied'])
    const seen = await service.inject({ method: 'GET', url: back, cookies, headers: HTML })
    expect(seen.headers.location).toBe(`${PUBLIC}/console?sign-in=denied`)
  })

  test.each([
    ['malformed', 'x'],
    ['unknown', `ses_${'0'.repeat(26)}_${'a'.repeat(43)}`],
  ])('with a cookie that is %s', async (_name, token) => {
    const reply = await who(service, { '__Host-sekisho_session': token })
    expect([reply.statusCode, reply.json().detail]).toEqual([401, expect.stringContaining('over')])
  })

  test('without a key or a session, though no key was ever made', async () => {
    expect((await service.get('/session')).statusCode).toBe(401)
    expect((await service.get('/session/ways')).json()).toEqual({
      keys: false,
      open: false,
      oidc: { label: '社員ログイン', url: `${PUBLIC}/session/login` },
    })
  })

  test('and no secret, code or name is in the log', () => {
    const log = JSON.stringify(service.log())
    expect(log).toContain('not signed in')
    for (const word of [CLIENT.secret, 's'.repeat(32), 'code=', '佐藤', '客']) expect(log).not.toContain(word)
  })
})

describe('signing in', async () => {
  const service = await startService({ screener: fakeScreener(), config: { signIn } })

  test('asks for a code with state, nonce and PKCE', async () => {
    const { searchParams } = new URL((await begin(service)).url)
    expect(Object.fromEntries(searchParams)).toMatchObject({
      response_type: 'code',
      client_id: CLIENT.id,
      redirect_uri: `${PUBLIC}/session/callback`,
      code_challenge_method: 'S256',
      state: expect.stringMatching(/^[\w-]{40,}$/),
      nonce: expect.stringMatching(/^[\w-]{40,}$/),
    })
  })

  test('ends where it began', async () => {
    const to = '/console?case=scr_1#evidence'
    const { url, cookies } = await begin(service, `?to=${encodeURIComponent(to)}`)
    const back = await provider.visit(url, 'sato')
    const reply = await service.inject({ method: 'GET', url: back.pathname + back.search, cookies })
    expect(reply.headers.location).toBe(PUBLIC + to)
  })

  test.each(['https://evil.example', '//evil.example', '/console/../docs\\', '/consoles', '/docs'])(
    'ends nowhere else: %s',
    async to => {
      const reply = await service.get(`/session/login?to=${encodeURIComponent(to)}`)
      expect([reply.statusCode, reply.json().errors[0].pointer]).toEqual([400, '/to'])
    },
  )

  test('says when the provider is away', async () => {
    const gone = await startProvider({}, [])
    await gone.close()
    const away = await startService({
      screener: fakeScreener(),
      config: { signIn: { ...signIn, issuer: gone.issuer } },
    })
    const reply = await away.get('/session/login')
    expect([reply.statusCode, reply.json().type]).toEqual([503, 'urn:sekisho:problem:sign_in_unavailable'])
    const seen = await away.inject({ method: 'GET', url: '/session/login', headers: HTML })
    expect(seen.headers.location).toBe(`${PUBLIC}/console?sign-in=unavailable`)
  })

  test('on plain http the cookies are not for https alone', async () => {
    const local = await startService({
      screener: fakeScreener(),
      config: { signIn: { ...signIn, publicUrl: 'http://127.0.0.1:3000' } },
    })
    const [kept] = (await local.get('/session/login')).cookies
    expect(kept).toMatchObject({ name: 'sekisho_sign_in', httpOnly: true, sameSite: 'Lax' })
    expect(kept?.secure).toBeUndefined()
  })
})

describe('a key', async () => {
  const service = await startService({ screener: fakeScreener(), config: { signIn } })
  const { key } = await service.store.keys.create({ tenant: 'acme', role: 'admin', actor: 'k' })
  const authorization = `Bearer ${key}`

  test('counts more than a session, and needs no further field', async () => {
    const { cookies } = await signedIn(service, 'sato')
    const reply = await service.inject({
      method: 'GET',
      url: '/session',
      cookies,
      headers: { authorization },
    })
    expect(reply.json()).toEqual({ tenant: 'acme', name: 'k', role: 'admin', by: 'key', expiresAt: null })
    const out = await service.inject({ method: 'DELETE', url: '/session', headers: { authorization } })
    expect(out.statusCode).toBe(204)
    expect(
      (await service.inject({ method: 'GET', url: '/session', headers: { authorization } })).statusCode,
    ).toBe(200)
  })
})

describe('where nobody signs in', async () => {
  const service = await startService({ screener: fakeScreener() })

  test('that is said, and cookies are not looked at', async () => {
    expect((await service.get('/session/ways')).json()).toEqual({ keys: false, open: true, oidc: null })
    expect((await service.get('/session')).json()).toMatchObject({ by: 'open', name: 'open', role: 'admin' })
    for (const path of ['/session/login', '/session/callback'])
      expect((await service.get(path)).statusCode).toBe(404)
  })
})
