import { createHash } from 'node:crypto'
import type { Find, Sighting } from './sighting.js'

/** Bitcoin (base58 and bech32), Ethereum and the chains like it, TRON. */
const ADDRESS =
  /(?<![a-z0-9])(?:0x[0-9a-f]{40}|bc1[ac-hj-np-z02-9]{11,71}|[13t][1-9a-z]{25,34})(?![a-z0-9])/gu

const SHORTEST = 14

/** Addresses of wallets. Checksums keep out what only looks like one; Ethereum's needs a hash that Node has not. */
export const findWallets: Find = ({ text, longestRow, cased }) => {
  if (longestRow < SHORTEST) return []
  return [...text.matchAll(ADDRESS)].flatMap((match): Sighting[] => {
    const place = { start: match.index, end: match.index + match[0].length }
    const value = walletOf(match[0], cased(place.start, place.end))
    return value === undefined ? [] : [{ ...place, type: 'wallet', value }]
  })
}

function walletOf(lower: string, address: string): string | undefined {
  if (lower.startsWith('0x')) return lower
  if (lower.startsWith('bc1')) return isBech32(lower) ? lower : undefined
  return isBase58Check(address) ? address : undefined
}

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
/** Versions of addresses: Bitcoin to a key, Bitcoin to a script, TRON. */
const VERSIONS = [0x00, 0x05, 0x41]

/** 21 bytes and the first four of their double SHA-256. */
function isBase58Check(address: string): boolean {
  let number = 0n
  for (const char of address) {
    const digit = BASE58.indexOf(char)
    if (digit < 0) return false
    number = number * 58n + BigInt(digit)
  }
  const hex = number.toString(16).padStart(50, '0')
  if (hex.length !== 50) return false
  const bytes = Buffer.from(hex, 'hex')
  const body = bytes.subarray(0, 21)
  return VERSIONS.includes(body[0] ?? -1) && sha256(sha256(body)).subarray(0, 4).equals(bytes.subarray(21))
}

const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest()

const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l'
const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3]
/** What the checksum of BIP 173 and of BIP 350 leaves. */
const RESIDUES = [1, 0x2bc830a3]

function isBech32(address: string): boolean {
  // The human-readable part `bc`, expanded as BIP 173 says.
  const values = [3, 3, 0, 2, 3, ...[...address.slice(3)].map(char => BECH32.indexOf(char))]
  let check = 1
  for (const value of values) {
    const top = check >>> 25
    check = ((check & 0x1ffffff) << 5) ^ value
    for (const [i, factor] of GENERATOR.entries()) if ((top >>> i) & 1) check ^= factor
  }
  return RESIDUES.includes(check)
}
