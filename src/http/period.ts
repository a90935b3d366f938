import type { Period } from '../store/precision.js'
import { Problem } from './problems.js'

const DEFAULT_DAYS = 30
const DAY = 24 * 60 * 60 * 1_000

/** The last thirty days unless told otherwise. Throws a `Problem` when it ends before it begins. */
export function periodOf(query: {
  readonly from?: string | undefined
  readonly to?: string | undefined
}): Period {
  const to = query.to === undefined ? new Date() : new Date(query.to)
  const from = query.from === undefined ? new Date(to.getTime() - DEFAULT_DAYS * DAY) : new Date(query.from)
  if (from >= to)
    throw new Problem('validation_failed', 'One field of the query string does not fit.', [
      { pointer: '/from', detail: 'It has to be before `to`' },
    ])
  return { from, to }
}
