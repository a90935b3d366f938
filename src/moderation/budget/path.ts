import type { CategoryInfo } from '../../contract/screener.js'
import { type Decider, type Stage, stage } from '../../contract/words.js'
import type { SampledMessage } from '../../store/budget-sample.js'

/** What is known of a category here. */
export type CategoryPolicy = Pick<CategoryInfo, 'id' | 'severity' | 'thresholds'>

/** Confidence from which a category is flagged, held and not delivered; null: it never is. */
interface StageThresholds {
  readonly flag: number
  readonly review: number | null
  readonly block: number | null
}

/** Of every category of violations. */
export type Thresholds = Readonly<Record<string, Readonly<Record<Stage, StageThresholds>>>>

/**
 * Policies in one order, from the one that shows moderators most to the one that lets most pass: all flag levels of violations
 * moved by the same log-odds. Confidences are calibrated, so among levels that were equal this lets pass what is least likely
 * to be a violation first; and one order that was fixed before anybody looked at the sample needs no correction for trying
 * many. Cautions stay: the budget does not speak of them.
 */
export interface Path {
  readonly steps: number
  /** The step that is the policy as it is. */
  readonly present: number
  thresholdsAt(step: number): Thresholds
  /** The first step at which the message passes; `steps`: it is flagged at every one. */
  passesFrom(message: Pick<SampledMessage, 'stage' | 'scores' | 'by'>): number
}

/** Tenths of log-odds. */
const FARTHEST = 60
const STEPS = 2 * FARTHEST + 1

/** What no confidence undoes. */
const SET_BY_PEOPLE: readonly (Decider | null)[] = ['list', 'campaign']

export function pathOf(categories: readonly CategoryPolicy[]): Path {
  const violations = categories.filter(({ severity }) => severity === 'violation')
  const ladders = new Map<number, readonly number[]>()
  const ladderOf = (flag: number): readonly number[] => {
    const known = ladders.get(flag)
    if (known) return known
    const ladder = Array.from({ length: STEPS }, (_, step) => moved(flag, step))
    ladders.set(flag, ladder)
    return ladder
  }

  return {
    steps: STEPS,
    present: FARTHEST,

    thresholdsAt: step =>
      Object.fromEntries(
        violations.map(({ id, thresholds }) => [
          id,
          Object.fromEntries(stage.options.map(name => [name, movedStage(thresholds[name], step)])),
        ]),
      ) as Thresholds,

    passesFrom: ({ stage: at, scores, by }) => {
      if (SET_BY_PEOPLE.includes(by)) return STEPS
      let first = 0
      for (const { id, severity, thresholds } of categories) {
        const { flag } = thresholds[at]
        const score = scores[id] ?? 0
        if (severity === 'violation') first = Math.max(first, stepsAtMost(ladderOf(flag), score))
        else if (score >= flag) return STEPS
      }
      return first
    },
  }
}

/** A level is never put above the one behind it. */
function movedStage({ flag, review, block }: StageThresholds, step: number): StageThresholds {
  const moveTo = moved(flag, step)
  return {
    flag: moveTo,
    review: review === null ? null : Math.max(review, moveTo),
    block: block === null ? null : Math.max(block, moveTo),
  }
}

/** In thousandths, as somebody may write it down; what is never or always reached stays. */
function moved(flag: number, step: number): number {
  if (step === FARTHEST || flag <= 0 || flag >= 1) return flag
  const logOdds = Math.log(flag / (1 - flag)) + (step - FARTHEST) / 10
  const thousandths = Math.round(1_000 / (1 + Math.exp(-logOdds)))
  return Math.min(999, Math.max(1, thousandths)) / 1_000
}

/** How many steps of a rising ladder are at most the score. */
function stepsAtMost(ladder: readonly number[], score: number): number {
  let low = 0
  let high = ladder.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ladder[middle] ?? 1) <= score) low = middle + 1
    else high = middle
  }
  return low
}
