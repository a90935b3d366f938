import type { CaseKind } from '../../store/transparency/arrivals.js'

/** What stands of what was done with a message. */
export type Measure = 'stopped' | 'held' | 'advised' | 'found' | 'reported' | 'free'

const BY_VERDICT = { allow: 'reported', warn: 'advised', review: 'held', block: 'stopped' } as const

/** What was reported had been let through, whatever it would be judged today. */
export function measureOf({ verdict, status, origin }: CaseKind): Measure {
  if (status === 'dismissed') return 'free'
  if (origin === 'report' || verdict === 'allow') return status === 'confirmed' ? 'found' : 'reported'
  return BY_VERDICT[verdict]
}
