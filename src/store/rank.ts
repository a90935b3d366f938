import { factorsOf, type Harm, hoursOf, type OrderFactor } from '../contract/harm.js'
import type { ScreeningsTable } from './tables.js'

/** What a case's place in the queue follows from. */
export type Ranked = Pick<
  ScreeningsTable,
  | 'waiting_since'
  | 'verdict'
  | 'confidence'
  | 'flags'
  | 'recipients'
  | 'client_violations'
  | 'reports'
  | 'report_trust'
  | 'open_appeals'
>

export const HOUR = 3_600_000

/** Its place in the queue: see `ScreeningsTable`. */
export function dueOf(row: Ranked): number {
  return Date.parse(row.waiting_since) - Math.round(hoursOf(harmOf(row)) * HOUR)
}

/** Why a case stands where it stands. */
export interface Order {
  /** ISO 8601, UTC. */
  readonly waitingSince: string
  readonly factors: readonly OrderFactor[]
}

export function orderOf(row: Ranked): Order {
  return { waitingSince: row.waiting_since, factors: factorsOf(harmOf(row)) }
}

function harmOf(row: Ranked): Harm {
  const flags: readonly { readonly severity?: 'violation' | 'caution' }[] = JSON.parse(row.flags)
  const isViolation = flags.some(({ severity }) => severity === 'violation')
  return {
    verdict: row.verdict,
    severity: isViolation ? 'violation' : flags.length > 0 ? 'caution' : null,
    confidence: row.confidence,
    recipients: row.recipients,
    confirmedViolations: row.client_violations,
    reports: row.reports,
    reportTrust: row.report_trust,
    appeals: row.open_appeals,
  }
}
