import { z } from 'zod'
import { isScreeningId } from '../contract/ids.js'
import type { CaseOrder } from '../contract/words.js'
import type { Place } from '../store/screening.js'
import { Problem } from './problems.js'

const written = z.tuple([z.string(), z.number(), z.string()])

/** Where a list goes on, for the caller to send back as it is. */
export function cursorOf(sort: CaseOrder, { due, id }: Place): string {
  return Buffer.from(JSON.stringify([sort, due, id])).toString('base64url')
}

/** Throws a problem when it is no cursor, or one of a list in another order. */
export function readCursor(sort: CaseOrder, cursor: string): Place {
  const [of, due, id] = written.safeParse(unpacked(cursor)).data ?? []
  if (due === undefined || id === undefined || !isScreeningId(id)) throw refusal('Not a cursor of this list')
  if (of !== sort) throw refusal('A cursor of a list in another order')
  return { id, due }
}

function unpacked(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return undefined
  }
}

const refusal = (detail: string): Problem =>
  new Problem('validation_failed', 'One field of the query string does not fit.', [
    { pointer: '/cursor', detail },
  ])
