import type { Person } from '../store/sessions.js'

type Claims = Readonly<Record<string, unknown>>

export interface PersonSettings {
  readonly roleClaim: string
  /** Words of the claim that make a moderator, and an admin. */
  readonly moderators: readonly string[]
  readonly admins: readonly string[]
  /** One tenant for all, or the claim that names it. */
  readonly tenant: string | undefined
  readonly tenantClaim: string | undefined
  readonly nameClaim: string
}

const LONGEST_NAME = 64

/** Whether more may be learnt by asking the provider for the rest of what it knows. */
export function isEnough(claims: Claims, settings: PersonSettings): boolean {
  const { roleClaim, tenantClaim, nameClaim } = settings
  return [roleClaim, nameClaim, ...(tenantClaim === undefined ? [] : [tenantClaim])].every(
    claim => claimNamed(claims, claim) !== undefined,
  )
}

/** Who the claims speak of; undefined when they give no role or no tenant here. */
export function personOf(claims: Claims, settings: PersonSettings): Person | undefined {
  const role = roleOf(wordsOf(claimNamed(claims, settings.roleClaim)), settings)
  const tenant = settings.tenant ?? tenantOf(claimNamed(claims, settings.tenantClaim ?? ''))
  const { iss, sub } = claims
  if (role === undefined || tenant === undefined || typeof sub !== 'string') return undefined
  return { subject: JSON.stringify([iss, sub]), tenant, role, name: nameOf(claims, settings.nameClaim, sub) }
}

/** Who has words for both is an admin. */
function roleOf(
  words: readonly string[],
  { moderators, admins }: PersonSettings,
): Person['role'] | undefined {
  if (words.some(word => admins.includes(word))) return 'admin'
  return words.some(word => moderators.includes(word)) ? 'moderator' : undefined
}

/** A claim of several tenants names none: a session is of one. */
function tenantOf(value: unknown): string | undefined {
  const [tenant, ...others] = wordsOf(value)
  return tenant !== undefined && others.length === 0 && /^[\p{L}\p{N} ._@-]{1,64}$/u.test(tenant)
    ? tenant
    : undefined
}

/** Brackets are left out: with them the store tells people of one name apart. So is what turns or hides writing. */
function nameOf(claims: Claims, nameClaim: string, sub: string): string {
  const given = [nameClaim, 'preferred_username', 'email'].flatMap(claim =>
    wordsOf(claimNamed(claims, claim)),
  )
  const names = [...given, sub].map(name =>
    [...name.normalize('NFC').replace(/[^\p{L}\p{M}\p{N} ._@'’・-]/gu, '')]
      .slice(0, LONGEST_NAME)
      .join('')
      .trim(),
  )
  return names.find(name => name !== '') ?? 'somebody'
}

function wordsOf(value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value]
  return values.filter(word => typeof word === 'string')
}

/** The claim of this name, or what its dots lead to: `realm_access.roles`. Some providers name claims by URLs. */
function claimNamed(claims: Claims, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name]
  return name.split('.').reduce<unknown>((value, part) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    return Object.entries(value).find(([key]) => key === part)?.[1]
  }, claims)
}
