/** The one endpoint that a tenant had before there were several. */
export const DEFAULT_ENDPOINT = 'default'

/** No tenant's name holds it. */
const BETWEEN = '/'

/**
 * What an endpoint and its deliveries are found by: the tenant for `default`, as versions before 0019 have it, else
 * `tenant/name`.
 */
export function endpointKey(tenant: string, name: string): string {
  return name === DEFAULT_ENDPOINT ? tenant : tenant + BETWEEN + name
}

/** The name in a key of this tenant. */
export function endpointName(tenant: string, key: string): string {
  return key === tenant ? DEFAULT_ENDPOINT : key.slice(tenant.length + BETWEEN.length)
}
