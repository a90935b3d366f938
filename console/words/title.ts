import type { Case } from '../api/shapes.js'
import { labels } from '../state/categories.js'
import { isComplaint } from '../state/reported.js'
import { words } from './words.js'

/** What a case is about: what was flagged, or else what was reported. */
export function titleOf({ flags, reports }: Pick<Case, 'flags' | 'reports'>): string {
  const flagged = flags.map(({ label }) => label)
  const reported = reports
    .filter(isComplaint)
    .flatMap(({ category }) => labels.value.get(category ?? '') ?? [])
  const said = flagged.length > 0 ? flagged : [...new Set(reported)]
  return said.join(words.value.and) || words.value.case.reportedOnly
}
