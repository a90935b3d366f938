import { randomFillSync } from 'node:crypto'
import { decodeTime, encodeTime, monotonicFactory } from 'ulid'

/** Random numbers from 0 to 1 out of a pool: asking the system for each of a ULID's sixteen costs more than judging. */
const pool = new Uint8Array(4_096)
let used = pool.length
function random(): number {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  return (pool[used++] ?? 0) / 256
}

/** A ULID: 26 characters of Crockford's base 32, of which 48 bits are milliseconds and 80 are random. */
export const ULID = '[0-7][0-9A-HJKMNP-TV-Z]{25}'

/** What an id looks like: a prefix that tells of what, and a ULID. */
export const idPattern = (prefix: 'scr' | 'evt' | 'lst'): RegExp => new RegExp(`^${prefix}_${ULID}$`)

/** The id of a judgement. */
export type ScreeningId = `scr_${string}`

/** The first of all ids that could be made at a time: bounds a search by time with the primary key alone. */
export function firstIdAt(time: Date): ScreeningId {
  const milliseconds = Math.min(Math.max(time.getTime(), 0), LATEST_ULID_TIME)
  return `scr_${encodeTime(milliseconds, 10)}${'0'.repeat(16)}`
}

/** Ids of one process only grow, also when its clock steps back. */
export function buildIdFactory(): () => ScreeningId {
  const ulid = monotonicFactory(random)
  return () => `scr_${ulid()}`
}

export function timeOf(id: ScreeningId): Date {
  return new Date(decodeTime(id.slice(4)))
}

const SCREENING_ID = idPattern('scr')

export function isScreeningId(id: string): id is ScreeningId {
  return SCREENING_ID.test(id)
}

const LATEST_ULID_TIME = 2 ** 48 - 1

const ulid = monotonicFactory(random)

/** Ids of what surrounds screenings: `key_`, `evt_`, `rep_`. They grow within a process, so they sort by time. */
export function freshId<const Prefix extends string>(prefix: Prefix): `${Prefix}_${string}` {
  return `${prefix}_${ulid()}`
}
