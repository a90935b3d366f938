/**
 * How much a report counts, by what became of the reporter's earlier ones. This file is the whole rule.
 *
 * The share of reports that a decision upheld is shrunk towards that of a reporter of whom nothing is known: as if there
 * had been five more, three of them upheld. A report weighs as its reporter's share to that share, so an unknown reporter
 * weighs 1. Below a third the reporter is muted: of eleven reports none was upheld, or one of sixteen. What a muted
 * reporter sends is kept and shown as any other, and moves nothing; nobody is told, so nobody opens another account.
 */
export interface ReporterRecord {
  /** Reported cases that are decided. */
  readonly decided: number
  /** Those where the decision was what the report said. */
  readonly upheld: number
}

const PRIOR = 5
const PRIOR_UPHELD = 3
const MOST = 1.25
const MUTED = 1 / 3

/** From 0 (muted) to 1.25; 1: nothing is known. */
export function trustOf({ decided, upheld }: ReporterRecord): number {
  const share = (upheld + PRIOR_UPHELD) / (decided + PRIOR)
  const weight = share / (PRIOR_UPHELD / PRIOR)
  return weight < MUTED ? 0 : Math.min(MOST, Math.round(weight * 100) / 100)
}
