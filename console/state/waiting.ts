import type { Summary } from '../api/shapes.js'

type Standing = Pick<Summary, 'status' | 'openAppeals'>

/** Whether a decision stands, and somebody who objects to it waits for an answer. */
export function isAppealed({ status, openAppeals = 0 }: Standing): boolean {
  return status !== 'pending' && openAppeals > 0
}

/** Whether a case waits for somebody: for its decision, or for that answer. */
export function isWaiting(one: Standing): boolean {
  return one.status === 'pending' || isAppealed(one)
}
