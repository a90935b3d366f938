import { forbiddenKey } from './forbidden-key.js'
import { Problem } from './problems.js'
import { pointer } from './validation.js'

/** Refuses bytes that are not UTF-8, instead of putting U+FFFD in their place. A byte order mark is skipped. */
const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * Reads JSON in the one way in which everybody reads it: UTF-8, each key once. Throws `Problem` with the word for the
 * part of the request that is read: a body, or a line of a stream.
 */
export function readJson(bytes: Uint8Array, part: 'body' | 'line'): unknown {
  if (bytes.length === 0) throw new Problem('malformed_json', `The ${part} is empty.`)
  const text = decoded(bytes, part)
  const value = parsed(text, part)
  const forbidden = forbiddenKey(text)
  if (forbidden?.kind === 'prototype')
    throw new Problem('malformed_json', `The ${part} has a key such as __proto__.`)
  if (forbidden)
    throw new Problem('validation_failed', `One field of the ${part} stands there twice.`, [
      { pointer: pointer(forbidden.path), detail: 'The key is repeated in its object' },
    ])
  return value
}

function decoded(bytes: Uint8Array, part: string): string {
  try {
    return utf8.decode(bytes)
  } catch {
    throw new Problem('malformed_json', `The ${part} is not valid UTF-8, the only encoding that is read.`)
  }
}

function parsed(text: string, part: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new Problem('malformed_json', `The ${part} is not valid JSON.`)
  }
}
