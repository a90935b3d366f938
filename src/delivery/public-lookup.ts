import { lookup } from 'node:dns'
import type { LookupFunction } from 'node:net'
import { isPublicAddress } from '../contract/public-address.js'

/** A name leads to an address that is not public. */
export class NotPublic extends Error {
  override readonly name = 'NotPublic'
}

/**
 * Resolves as `dns.lookup` does and refuses a name of which one address is not public. Given to a connection it checks the
 * addresses that are then connected to, so a name cannot resolve to another one in between.
 */
export const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses ?? []
    if (error) callback(error, [])
    else if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address)))
      callback(new NotPublic(), [])
    else if (options.all) callback(null, addresses)
    else callback(null, first.address, first.family)
  })
}
