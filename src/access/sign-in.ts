import * as oidc from 'openid-client'
import type { Person } from '../store/sessions.js'
import { isEnough, type PersonSettings, personOf } from './person.js'
import { buildSeals } from './sealed.js'
import { SIGN_IN_SECONDS, SignInRefusal } from './sign-in-refusal.js'

export interface SignInSettings extends PersonSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly scopes: string
  /** Where browsers find this service, without a slash at its end. */
  readonly publicUrl: string
  /** The first seals what a browser keeps, all open it. */
  readonly secrets: readonly string[]
}

/** Signing in by OpenID Connect: authorization code with PKCE, state and nonce. Every failure is a `SignInRefusal`. */
export interface SignIn {
  /** Where to send the browser, and what it has to bring back. `returnTo` is a path of ours. */
  begin(returnTo: string): Promise<{ readonly url: string; readonly seal: string }>
  /** Who came back, by the query that the provider sent it with. */
  finish(
    query: string,
    seal: string | undefined,
  ): Promise<{ readonly person: Person; readonly returnTo: string }>
}

/** Seconds to wait for an answer of the provider. */
const PATIENCE = 10

export function buildSignIn(settings: SignInSettings): SignIn {
  const seals = buildSeals(settings.secrets, SIGN_IN_SECONDS)
  const callback = `${settings.publicUrl}/session/callback`
  let found: Promise<oidc.Configuration> | undefined

  return {
    begin: async returnTo => {
      const provider = await discovered()
      const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()]
      const url = oidc.buildAuthorizationUrl(provider, {
        redirect_uri: callback,
        scope: settings.scopes,
        state,
        nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      })
      return { url: url.href, seal: await seals.seal({ state, nonce, verifier, returnTo }) }
    },

    finish: async (query, seal) => {
      const begun = seal === undefined ? undefined : await seals.open(seal)
      const { state, nonce, verifier, returnTo } = begun ?? {}
      if (
        typeof state !== 'string' ||
        typeof nonce !== 'string' ||
        typeof verifier !== 'string' ||
        typeof returnTo !== 'string' ||
        new URLSearchParams(query).get('state') !== state
      )
        throw new SignInRefusal('lost')
      const provider = await discovered()
      const claims = await claimsOf(provider, new URL(`${callback}?${query}`), { state, nonce, verifier })
      const person = personOf(claims, settings)
      if (person === undefined) throw new SignInRefusal('not_permitted')
      return { person, returnTo }
    },
  }

  /** Asked when it is first needed: a provider that is away keeps nobody with a key from working. */
  function discovered(): Promise<oidc.Configuration> {
    found ??= discover().catch((error: unknown) => {
      found = undefined
      throw refusalOf(error)
    })
    return found
  }

  function discover(): Promise<oidc.Configuration> {
    const issuer = new URL(settings.issuer)
    return oidc.discovery(
      issuer,
      settings.clientId,
      undefined,
      oidc.ClientSecretPost(settings.clientSecret),
      {
        timeout: PATIENCE,
        // The configuration allows it on this machine alone.
        execute: issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : [],
      },
    )
  }

  /** What the provider says of the person, in the token or, where that says too little, when it is asked. */
  async function claimsOf(
    provider: oidc.Configuration,
    answer: URL,
    { state, nonce, verifier }: { readonly state: string; readonly nonce: string; readonly verifier: string },
  ): Promise<Readonly<Record<string, unknown>>> {
    try {
      const tokens = await oidc.authorizationCodeGrant(provider, answer, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      })
      const claims = tokens.claims()
      if (claims === undefined) throw new SignInRefusal('unavailable', 'no id token')
      if (isEnough(claims, settings) || provider.serverMetadata().userinfo_endpoint === undefined)
        return claims
      return { ...(await oidc.fetchUserInfo(provider, tokens.access_token, claims.sub)), ...claims }
    } catch (error) {
      throw refusalOf(error)
    }
  }
}

function refusalOf(error: unknown): SignInRefusal {
  if (error instanceof SignInRefusal) return error
  // Its description may say anything: only its word is passed on.
  if (error instanceof oidc.AuthorizationResponseError) return new SignInRefusal('denied', error.error)
  if (error instanceof oidc.ResponseBodyError)
    return new SignInRefusal(error.error === 'invalid_grant' ? 'lost' : 'unavailable', error.error)
  if (error instanceof oidc.ClientError) return new SignInRefusal('unavailable', error.code ?? 'client error')
  return new SignInRefusal('unavailable', error instanceof Error ? error.name : 'unknown')
}
