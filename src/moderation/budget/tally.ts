import type { SampledMessage, Volumes } from '../../store/budget-sample.js'
import { RULE_OF_THREE, upperBound } from './bound.js'
import type { CategoryPolicy, Path } from './path.js'

/** What a policy lets pass, of all messages. Shares from 0 to 1. */
export interface Measured {
  /** Messages that nobody is shown. */
  readonly passedShare: number
  /** Violations among these, as a share of all messages; null while no audited message is decided. */
  readonly missRate: number | null
  /** One-sided 95% upper bound of that. */
  readonly upper: number | null
}

export type Missed = Pick<Measured, 'missRate' | 'upper'>

/** How many of each there are. */
export interface Sample extends Volumes {
  readonly judged: number
  /** Flagged messages that moderators have decided, and those that wait. */
  readonly decided: number
  readonly undecided: number
  /** Passed messages put before moderators, and those of them that were decided. */
  readonly drawn: number
  readonly audited: number
}

export interface Tally {
  add(message: SampledMessage): void
  /** With the numbers of all messages, of which most are kept nowhere. */
  close(volumes: Volumes): Closed
}

export interface Closed {
  readonly sample: Sample
  measure(step: number): Measured
  missedOf(category: string, step: number): Missed
  /** The bound if nothing at all had been missed: no policy gets below. */
  readonly least: number | null
}

/**
 * Adds messages up by the step from which they pass. An audited one stands for as many as its rate says (inverse probability
 * weighting), scaled so that the decided ones together stand for all that passed: those that wait are taken to be like them,
 * since the queue hands them out in the order of their arrival. A flagged one stands for itself; while nobody has decided it
 * it counts as a violation, because which flagged ones are decided is no matter of chance.
 */
export function tallyOf(path: Path, categories: readonly CategoryPolicy[]): Tally {
  const violations = categories.filter(({ severity }) => severity === 'violation').map(({ id }) => id)
  const cautions = new Set(categories.filter(({ severity }) => severity === 'caution').map(({ id }) => id))
  const all = cellsOf(path)
  const byCategory = new Map(violations.map(id => [id, cellsOf(path)]))
  const counts = { flagged: 0, decided: 0, undecided: 0, drawn: 0, audited: 0 }
  const drawnWeight = new Float64Array(path.steps + 1)
  const flaggedCount = new Float64Array(path.steps + 1)
  let auditedWeight = 0
  let heaviest = 0

  return {
    add: message => {
      const from = path.passesFrom(message)
      const { auditRate, found } = message
      if (auditRate === null) {
        counts.flagged++
        if (found) counts.decided++
        else counts.undecided++
        flaggedCount[from] = (flaggedCount[from] ?? 0) + 1
      } else {
        counts.drawn++
        drawnWeight[from] = (drawnWeight[from] ?? 0) + 1 / auditRate
        if (found === null) return
        counts.audited++
        auditedWeight += 1 / auditRate
        heaviest = Math.max(heaviest, 1 / auditRate)
      }
      for (const cells of cellsFor(message)) cells.add(from, auditRate)
    },

    close: volumes => {
      const passed = Math.max(volumes.passed, counts.drawn)
      const flagged = Math.max(volumes.flagged, counts.flagged)
      const judged = passed + flagged
      const scale = auditedWeight === 0 ? null : passed / auditedWeight
      const largest = scale === null ? null : Math.max(heaviest * scale, 1) / judged
      const missed = (cells: Cells, step: number): Missed => {
        if (scale === null || largest === null) return { missRate: null, upper: null }
        const weighted = cells.until(step, scale, judged)
        return { missRate: weighted.sum, upper: Math.min(1, upperBound(weighted, largest)) }
      }
      const drawnShare = passed / Math.max(1e-9, sumUntil(drawnWeight, path.steps))
      return {
        sample: { judged, ...counts, passed, flagged },
        measure: step => {
          const drawn = sumUntil(drawnWeight, step) * drawnShare
          const passing = counts.drawn === 0 && step >= path.present ? passed : drawn
          const passedShare = judged === 0 ? 0 : (passing + sumUntil(flaggedCount, step)) / judged
          return { passedShare, ...missed(all, step) }
        },
        missedOf: (category, step) => missed(byCategory.get(category) ?? cellsOf(path), step),
        least: largest === null ? null : RULE_OF_THREE * largest,
      }
    },
  }

  /** Where it counts as missed once it passes. */
  function cellsFor({ found, scores }: SampledMessage): readonly Cells[] {
    if (found === null) return [all, ...cellsOfCategories([likeliest(scores)])]
    if (!found.isConfirmed) return []
    // Who confirms without a word has found something, and so has who names what is no category any more.
    const isViolation = found.categories.length === 0 || found.categories.some(id => !cautions.has(id))
    return isViolation ? [all, ...cellsOfCategories(found.categories)] : []
  }

  function cellsOfCategories(ids: readonly string[]): readonly Cells[] {
    return [...new Set(ids)].flatMap(id => byCategory.get(id) ?? [])
  }

  function likeliest(scores: SampledMessage['scores']): string {
    return violations.reduce(
      (best, id) => ((scores[id] ?? 0) > (scores[best] ?? 0) ? id : best),
      violations[0] ?? '',
    )
  }
}

/** Violations by the step from which they pass. */
interface Cells {
  add(from: number, auditRate: number | null): void
  /** Those that pass at a step, as shares of all messages; `scale`: of what an audited one stands for. */
  until(step: number, scale: number, judged: number): { readonly sum: number; readonly squares: number }
}

function cellsOf({ steps }: Path): Cells {
  const flagged = new Float64Array(steps + 1)
  const audited = new Float64Array(steps + 1)
  const squares = new Float64Array(steps + 1)
  return {
    add: (from, auditRate) => {
      if (auditRate === null) flagged[from] = (flagged[from] ?? 0) + 1
      else {
        audited[from] = (audited[from] ?? 0) + 1 / auditRate
        squares[from] = (squares[from] ?? 0) + auditRate ** -2
      }
    },
    until: (step, scale, judged) => ({
      sum: (sumUntil(flagged, step) + scale * sumUntil(audited, step)) / judged,
      squares: (sumUntil(flagged, step) + scale ** 2 * sumUntil(squares, step)) / judged ** 2,
    }),
  }
}

function sumUntil(cells: Float64Array, step: number): number {
  let sum = 0
  for (let at = 0; at <= step; at++) sum += cells[at] ?? 0
  return sum
}
