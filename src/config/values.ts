import ipaddr from 'ipaddr.js'
import { z } from 'zod'

/** How the values of variables are written. */
export function wholeNumber(min: number, max: number) {
  const expected = `expected a whole number from ${min} to ${max}`
  return z
    .string()
    .regex(/^\d{1,9}$/, expected)
    .transform(Number)
    .refine(number => number >= min && number <= max, expected)
}

/** A part of all, from 0 to 1. */
export function share() {
  const expected = 'expected a number from 0 to 1'
  return z
    .string()
    .regex(/^(0|1|[01]?\.\d{1,9})$/, expected)
    .transform(Number)
    .refine(number => number <= 1, expected)
}

export function yesOrNo() {
  return z.stringbool({
    truthy: ['true'],
    falsy: ['false'],
    case: 'sensitive',
    error: 'expected one of true, false',
  })
}

export function oneOf<const Word extends string>(words: readonly [Word, ...Word[]]) {
  return z.enum(words, { error: `expected one of ${words.join(', ')}` })
}

export function listOf(isItem: (item: string) => boolean, expected: string) {
  return z
    .string()
    .transform((list): readonly string[] => list.split(',').map(item => item.trim()))
    .refine(items => items.every(isItem), `expected ${expected}`)
}

export function isOrigin(item: string): boolean {
  return URL.canParse(item) && new URL(item).origin === item
}

export function isNetwork(item: string): boolean {
  return ipaddr.isValid(item) || ipaddr.isValidCIDR(item)
}

/** `https`, or `http` to this machine alone. */
export function isSafeUrl(item: string): boolean {
  if (!URL.canParse(item)) return false
  const { protocol, hostname, username, password, search, hash } = new URL(item)
  if (username !== '' || password !== '' || search !== '' || hash !== '') return false
  return protocol === 'https:' || (protocol === 'http:' && isLoopbackName(hostname))
}

function isLoopbackName(hostname: string): boolean {
  const name = hostname.replace(/^\[|\]$/g, '')
  return name === 'localhost' || (ipaddr.isValid(name) && ipaddr.parse(name).range() === 'loopback')
}
