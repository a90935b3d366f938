import { z } from 'zod'
import { NAME } from '../contract/actor-name.js'
import { isSafeUrl, listOf, wholeNumber } from './values.js'

const isWord = (item: string): boolean => item !== ''

/** Signing in by OpenID Connect, for people; switched on by OIDC_ISSUER. */
export const signInVariables = {
  /** Where the provider is: what it calls itself in `iss`. */
  oidcIssuer: z
    .string()
    .refine(isSafeUrl, 'expected https://<provider>, or http:// on this machine')
    .optional(),
  oidcClientId: z.string().optional(),
  oidcClientSecret: z.string().optional(),
  oidcScopes: z
    .string()
    .regex(/^openid( [\w.:/-]+)*$/, 'expected openid, and further scopes with a space before each')
    .default('openid profile email'),
  /** The claim that says what somebody may do: a word or a list of words. Dots lead into objects. */
  oidcRoleClaim: z.string().default('roles'),
  /** Words of that claim that make a moderator, and an admin. */
  oidcModerators: listOf(isWord, 'words with commas between them').default(['moderator']),
  oidcAdmins: listOf(isWord, 'words with commas between them').default(['admin']),
  /** Whose people they are: one tenant for all, or the claim that names it. */
  oidcTenant: tenantName().optional(),
  oidcTenantClaim: z.string().optional(),
  oidcNameClaim: z.string().default('name'),
  /** What the button says. */
  oidcLabel: z.string().max(60, 'expected at most 60 characters').default('シングルサインオン'),
  /** Where browsers find this service. */
  publicUrl: z
    .string()
    .refine(isSafeUrl, 'expected https://<host>, or http:// on this machine')
    .transform(url => url.replace(/\/+$/, ''))
    .optional(),
  /** Seals what a browser keeps while somebody signs in. The first seals, all open. */
  sessionSecret: listOf(
    item => item.length >= 32,
    'at least 32 characters each, such as of openssl rand -hex 32, with commas between them',
  ).optional(),
  sessionHours: wholeNumber(1, 720).default(12),
}

const shape = z.object(signInVariables)
type Given = z.output<typeof shape>

/** How people sign in. */
export interface SignInConfig {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly scopes: string
  readonly roleClaim: string
  readonly moderators: readonly string[]
  readonly admins: readonly string[]
  readonly tenant: string | undefined
  readonly tenantClaim: string | undefined
  readonly nameClaim: string
  readonly label: string
  /** Without a slash at its end. */
  readonly publicUrl: string
  /** The first seals, all open. */
  readonly secrets: readonly string[]
  /** Hours until a session ends. */
  readonly hours: number
}

const NEEDED = ['oidcIssuer', 'oidcClientId', 'oidcClientSecret', 'publicUrl', 'sessionSecret'] as const

/** All of what is needed, or none of it: then it is undefined and nobody signs in. */
export const signInSchema = shape.superRefine(nameWhatIsMissing).transform(signInOf)

function nameWhatIsMissing(given: Given, context: z.core.$RefinementCtx): void {
  const asked = [...NEEDED, 'oidcTenant', 'oidcTenantClaim'] as const
  if (asked.every(key => given[key] === undefined)) return
  const refuse = (key: keyof Given, message: string) =>
    context.addIssue({ code: 'custom', path: [key], message })
  for (const key of NEEDED)
    if (given[key] === undefined)
      refuse(key, 'needed to sign in by OpenID Connect, like the other variables of it (.env.example)')
  if (given.oidcTenant === undefined && given.oidcTenantClaim === undefined)
    refuse('oidcTenant', 'needed to sign in by OpenID Connect, or OIDC_TENANT_CLAIM instead')
  if (given.oidcTenant !== undefined && given.oidcTenantClaim !== undefined)
    refuse('oidcTenantClaim', 'expected this or OIDC_TENANT, not both')
}

function signInOf(given: Given): SignInConfig | undefined {
  const { oidcIssuer, oidcClientId, oidcClientSecret, publicUrl, sessionSecret } = given
  if (!oidcIssuer || !oidcClientId || !oidcClientSecret || !publicUrl || !sessionSecret) return undefined
  return {
    issuer: oidcIssuer,
    clientId: oidcClientId,
    clientSecret: oidcClientSecret,
    scopes: given.oidcScopes,
    roleClaim: given.oidcRoleClaim,
    moderators: given.oidcModerators,
    admins: given.oidcAdmins,
    tenant: given.oidcTenant,
    tenantClaim: given.oidcTenantClaim,
    nameClaim: given.oidcNameClaim,
    label: given.oidcLabel,
    publicUrl,
    secrets: sessionSecret,
    hours: given.sessionHours,
  }
}

function tenantName() {
  return z.string().regex(NAME, 'expected 1 to 64 letters, digits, spaces or . _ @ -')
}
