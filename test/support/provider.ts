import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Provider } from 'oidc-provider'
import { afterAll } from 'vitest'

type Claims = Readonly<Record<string, unknown>>

export const CLIENT = { id: 'sekisho', secret: 'a-client-secret-of-the-tests' } as const

interface TestProvider {
  readonly issuer: string
  /** Signs in at the provider as a browser would, from the address it was sent to; returns where it is sent back to. */
  readonly visit: (url: string, account: string) => Promise<URL>
  readonly close: () => Promise<void>
}

/** A real provider of identities on this machine. `people`: what it knows of whom. */
export async function startProvider(
  people: Readonly<Record<string, Claims>>,
  redirectUris: readonly string[],
): Promise<TestProvider> {
  let handle: RequestListener = () => undefined
  const server = createServer((request, response) => handle(request, response))
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  // It listens on a port, so the address is not a pipe's name.
  const { port } = server.address() as AddressInfo
  const issuer = `http://127.0.0.1:${port}`
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        token_endpoint_auth_method: 'client_secret_post',
        redirect_uris: redirectUris,
      },
    ],
    cookies: { keys: ['a cookie key of the tests'] },
    claims: { openid: ['sub'], profile: ['name', 'roles', 'org'], email: ['email'] },
    findAccount: (_context: unknown, accountId: string) => ({
      accountId,
      claims: () => ({ sub: accountId, ...people[accountId] }),
    }),
    // Nobody is asked whether the service may know the name.
    loadExistingGrant: async (context: {
      readonly oidc: {
        readonly session: { readonly accountId: string }
        readonly client: { readonly clientId: string }
      }
    }) => {
      const { session, client } = context.oidc
      const grant = new provider.Grant({ accountId: session.accountId, clientId: client.clientId })
      grant.addOIDCScope('openid profile email')
      await grant.save()
      return grant
    },
  })
  handle = provider.callback()
  const close = async (): Promise<void> => {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  }
  afterAll(close)
  return { issuer, close, visit: (url, account) => visit(issuer, url, account) }
}

async function visit(issuer: string, start: string, account: string): Promise<URL> {
  const cookies = new Map<string, string>()
  let url = start
  let form: URLSearchParams | undefined
  for (let step = 0; step < 10; step++) {
    const reply: Response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form && { method: 'POST', body: form }),
    })
    for (const line of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    form = undefined
    const location = reply.headers.get('location')
    if (location !== null) {
      url = new URL(location, url).href
      if (!url.startsWith(issuer)) return new URL(url)
    } else if (url.includes('/interaction/')) {
      form = new URLSearchParams({ prompt: 'login', login: account, password: 'any' })
    } else throw new Error(`the provider answers ${reply.status}: ${await reply.text()}`)
  }
  throw new Error('the provider does not come to an end')
}
