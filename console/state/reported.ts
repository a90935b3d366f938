import type { Report, Summary } from '../api/shapes.js'

/** Whether it says that the message breaks the rules, and not that there is nothing wrong with it. */
export function isComplaint({ kind = 'violation' }: Report): boolean {
  return kind === 'violation'
}

/** Whether the decision is what the report said; null while there is none. */
export function isUpheld(report: Report, { status }: Pick<Summary, 'status'>): boolean | null {
  return status === 'pending' ? null : isComplaint(report) === (status === 'confirmed')
}
