import { askFor } from './ask.js'
import type { Decision } from './shapes.js'

/** A share with the bounds of its 95% interval. */
export interface Estimate {
  readonly value: number
  readonly low: number
  readonly high: number
}

interface Compared {
  readonly both: number
  readonly onlyFirst: number
  readonly onlySecond: number
  readonly neither: number
  readonly agreement: Estimate | null
  /** Cohen's: 1 is full agreement, 0 as much as chance brings about. */
  readonly kappa: Estimate | null
}

interface Finding {
  readonly decision: Decision
  readonly categories: readonly string[]
  /** Null for whoever is no administrator. */
  readonly by: string | null
}

export interface Disagreement {
  readonly id: string
  readonly at: string
  readonly first: Finding
  readonly second: Finding
}

/** How far those agree who judged the same case without knowing of each other. */
export interface Agreement {
  readonly opinions: number
  readonly identical: Estimate | null
  readonly all: Compared
  readonly categories: readonly (Compared & { readonly category: string })[]
  /** Newest first, a hundred at most. */
  readonly disagreements: readonly Disagreement[]
}

/** Opinions that were given from an instant on. */
export function agreementSince(from: Date): Promise<Agreement> {
  return askFor<Agreement>('GET', `/stats/agreement?${new URLSearchParams({ from: from.toISOString() })}`)
}
