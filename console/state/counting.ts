import { desk } from '../api/desk.js'
import type { Counts } from '../api/shapes.js'
import { countQuery, type Filters } from './filters.js'

/** How many cases there are by status. Known-answer texts are left out unless they are asked for, as the queue leaves them out. */
export async function countCases(filters: Filters): Promise<Counts> {
  const all = desk.counts(countQuery(filters))
  if (!leavesTestsOut(filters)) return all
  const [counted, tests] = await Promise.all([all, desk.counts(countQuery({ ...filters, origin: 'test' }))])
  return {
    pending: counted.pending - tests.pending,
    confirmed: counted.confirmed - tests.confirmed,
    dismissed: counted.dismissed - tests.dismissed,
    appealed: (counted.appealed ?? 0) - (tests.appealed ?? 0),
  }
}

/** Those that wait for a decision, or for an answer to an objection. */
export function waitingOf({ pending, appealed = 0 }: Counts): number {
  return pending + appealed
}

export function leavesTestsOut({ origin, includeTests }: Filters): boolean {
  return origin === undefined && includeTests === undefined
}
