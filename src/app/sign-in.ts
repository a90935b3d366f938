import type { AppParts } from './parts.js'

/** The library is imported only where people sign in. */
export async function signInBy({ signIn }: AppParts['config']) {
  if (!signIn) return undefined
  const { buildSignIn } = await import('../access/sign-in.js')
  const { label, publicUrl, hours } = signIn
  return { provider: buildSignIn(signIn), label, publicUrl, hours }
}
