import type { Severity, Verdict } from './words.js'

/**
 * In which order cases are looked at. This file is the whole rule.
 *
 * What a case may do to people is counted as hours: it stands in the queue as if it had waited so much longer. All cases
 * grow older alike, so two of them never change places as time passes, and nothing starves: the harm is bounded, so
 * whatever has waited longer than `hoursOf` of the worst goes first.
 *
 * Expected harm is a product (how bad, times how sure, times how many it reached, times what the sender has done before);
 * hours are its logarithm: each doubling is worth six hours. Beside it stands who waits for us: a person who asked for help
 * by a report, the two people behind a message that is held, and whoever objects to what was decided.
 *
 * A store keeps the order as a column. Whoever changes a figure here adds a migration that ranks anew what is pending.
 */
export interface Harm {
  readonly verdict: Verdict
  /** The worst of its flags; null: there is none. */
  readonly severity: Severity | null
  readonly confidence: number
  /** How often its client has sent this text, from 1. */
  readonly recipients: number
  /** Violations of its client that moderators have confirmed. */
  readonly confirmedViolations: number
  /** Of reporters that are not muted, each once. */
  readonly reports: number
  /** How much the most trusted of them counts: see `trust.ts`. */
  readonly reportTrust: number
  /** Objections that wait for an answer. */
  readonly appeals: number
}

export interface OrderFactor {
  readonly factor: 'appeal' | 'report' | 'held' | 'severity' | 'confidence' | 'recipients' | 'client_record'
  /** For people. */
  readonly label: string
  /** As if it had waited so many hours longer; above 0. */
  readonly hours: number
}

/** What a doubling of the expected harm is worth. */
const DOUBLING = 6
/** From here on a text is everywhere. */
const MOST_RECIPIENTS = 64
/** More say nothing new of a client. */
export const MOST_VIOLATIONS = 3
const MOST_REPORTS = 8

/** Nobody knows yet whether a held message is one to hold; of a blocked one the service is sure. */
const HELD: Readonly<Record<Verdict, number>> = { review: 48, block: 24, warn: 0, allow: 0 }
const HELD_LABEL = { review: '確認が済むまで届きません', block: '遮断していて、届いていません' } as const
/** A violation does four times the harm of a caution. */
const SEVERITY: Readonly<Record<Severity, number>> = { violation: 2 * DOUBLING, caution: 0 }
/** A report stands before all that nobody has asked us to look at. */
const REPORT = 72
/** More than all the rest together: whoever objects to what we did is answered first. */
const APPEAL = 240
/** Confidence of which no hours are left. */
const UNSURE = 0.25

/** What moves a case forward, the strongest first; what does not move it is left out. */
export function factorsOf(harm: Harm): readonly OrderFactor[] {
  const { verdict, severity, confidence, recipients, confirmedViolations, reports, reportTrust, appeals } =
    harm
  const factors: readonly OrderFactor[] = [
    { factor: 'appeal', label: `異議の申し立てが ${appeals} 件あります`, hours: appeals > 0 ? APPEAL : 0 },
    { factor: 'report', label: `通報が ${reports} 件あります`, hours: reportHours(reports, reportTrust) },
    {
      factor: 'held',
      label: verdict === 'review' ? HELD_LABEL.review : HELD_LABEL.block,
      hours: HELD[verdict],
    },
    { factor: 'severity', label: '違反にあたるおそれがあります', hours: severity ? SEVERITY[severity] : 0 },
    {
      factor: 'confidence',
      label: `確信度 ${belowOne(confidence)}`,
      hours: severity ? tenths(DOUBLING * Math.log2(Math.max(confidence, UNSURE) / UNSURE)) : 0,
    },
    {
      factor: 'recipients',
      label: `同じ依頼者が同じ本文を ${recipients} 通以上送っています`,
      hours: recipientHours(recipients),
    },
    {
      factor: 'client_record',
      label: `この依頼者には、確認された違反が ${confirmedViolations} 件${confirmedViolations < MOST_VIOLATIONS ? '' : '以上'}あります`,
      hours: violationHours(confirmedViolations),
    },
  ]
  return factors.filter(({ hours }) => hours > 0).sort((a, b) => b.hours - a.hours)
}

/** By how many hours it stands before where its arrival alone would put it. */
export function hoursOf(harm: Harm): number {
  return tenths(factorsOf(harm).reduce((sum, { hours }) => sum + hours, 0))
}

export const recipientHours = (recipients: number): number => DOUBLING * doublings(recipients)

export const violationHours = (confirmed: number): number => DOUBLING * Math.min(confirmed, MOST_VIOLATIONS)

/** Whole doublings, as far as they count: copies that came one after the other stand together. */
export function doublings(count: number, most = MOST_RECIPIENTS): number {
  return Math.floor(Math.log2(Math.min(Math.max(count, 1), most)))
}

const reportHours = (reports: number, trust: number): number =>
  reports === 0 ? 0 : tenths(REPORT * trust) + DOUBLING * doublings(reports, MOST_REPORTS)

const tenths = (hours: number): number => Math.round(hours * 10) / 10

/** Rounded down: 0.9999 is not 1. */
const belowOne = (confidence: number): string => (Math.floor(confidence * 100) / 100).toFixed(2)
