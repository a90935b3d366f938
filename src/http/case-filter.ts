import type { Caller } from '../store/keys.js'
import type { ScreeningFilter } from '../store/screening.js'

/** What a caller picks cases by, in the caller's words. */
type Asked = Omit<ScreeningFilter, 'from' | 'to'> & {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly assignee?: string | undefined
}

/** The same for the store. */
export function filterOf(
  { assignee, claimedBy, from, to, ...filter }: Asked,
  { actor }: Caller,
): ScreeningFilter {
  return {
    ...filter,
    claimedBy: assignee === 'me' ? actor : assignee === 'none' ? 'free' : (assignee ?? claimedBy),
    from: date(from),
    to: date(to),
  }
}

const date = (given: string | undefined): Date | undefined =>
  given === undefined ? undefined : new Date(given)
