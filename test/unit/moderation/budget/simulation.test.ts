import { describe, expect, test } from 'vitest'
import { proposedStep } from '../../../../src/moderation/budget/budget.js'
import { pathOf } from '../../../../src/moderation/budget/path.js'
import { tallyOf } from '../../../../src/moderation/budget/tally.js'
import { fakeScreener } from '../../../support/screener.js'

const RUNS = 300
const MESSAGES = 3_000
const AUDIT_RATE = 0.6
const { categories } = fakeScreener()
const path = pathOf(categories)

/** Numbers from 0 up to 1 that are the same in every run of the test (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Scores in hundredths: most near 0, few near 1. Of hundredth `at`, how many messages have it, and how many are violations. */
const LEVELS = 100
const frequency = (at: number): number =>
  (at < 60 ? 0.94 / 60 : 0.06 / 40) * (at < 10 ? 3 : at < 60 ? 0.6 : 1)
const score = (at: number): number => (at + 0.5) / LEVELS
/** `bias`: how far the confidence is from what it says. */
const violation = (at: number, bias: number): number => Math.min(1, bias * 0.25 * score(at) ** 2)
const at = Array.from({ length: LEVELS }, (_, level) => level)
const whole = at.reduce((sum, level) => sum + frequency(level), 0)
const cumulative = at.map(
  level => at.slice(0, level + 1).reduce((sum, one) => sum + frequency(one), 0) / whole,
)
const first = at.map(level =>
  path.passesFrom({ stage: 'pre_contract', scores: { material_purchase: score(level) }, by: null }),
)

/** Violations that pass at a step, of all messages: known, because the world is made up. */
const trueMissRate = (step: number, bias: number): number =>
  at
    .filter(level => (first[level] ?? 0) <= step)
    .reduce((sum, level) => sum + (frequency(level) / whole) * violation(level, bias), 0)

function proposalOf(random: () => number, bias: number, budget: number, decidedShare: number) {
  const tally = tallyOf(path, categories)
  const volumes = { passed: 0, flagged: 0 }
  for (let count = 0; count < MESSAGES; count++) {
    const lot = random()
    const level = cumulative.findIndex(below => lot < below)
    const isViolation = random() < violation(level, bias)
    const passes = (first[level] ?? 0) <= path.present
    volumes[passes ? 'passed' : 'flagged']++
    const isDecided = random() < decidedShare
    if (passes && random() >= AUDIT_RATE) continue
    tally.add({
      stage: 'pre_contract',
      scores: { material_purchase: score(level) },
      by: passes ? null : 'rule',
      auditRate: passes ? AUDIT_RATE : null,
      found: isDecided
        ? { isConfirmed: isViolation, categories: isViolation ? ['material_purchase'] : [] }
        : null,
    })
  }
  const closed = tally.close(volumes)
  return { closed, step: proposedStep(path, closed, budget) }
}

describe('in a world whose violations are known', () => {
  test.each([
    ['the budget lets more pass', 1, 0.02, 1],
    ['the budget is broken as it is', 1, 0.005, 1],
    ['confidences say too little: three times as many are violations', 3, 0.02, 1],
  ])('the bound keeps its word: %s', (_world, bias, budget, decidedShare) => {
    const random = seeded(20 + bias)
    let kept = 0
    let proposed = 0
    let naive = 0
    for (let run = 0; run < RUNS; run++) {
      const { closed, step } = proposalOf(random, bias, budget, decidedShare)
      if (step === null) {
        kept++
        continue
      }
      proposed++
      if (trueMissRate(step, bias) <= budget) kept++
      // Who takes the estimate for the truth is wrong every other time.
      let guess = 0
      while (guess + 1 < path.steps && (closed.measure(guess + 1).missRate ?? 1) <= budget) guess++
      if (trueMissRate(guess, bias) <= budget) naive++
    }
    expect(proposed).toBeGreaterThan(RUNS * 0.9)
    expect(kept / RUNS).toBeGreaterThanOrEqual(0.93)
    if (decidedShare === 1) expect(naive / proposed).toBeLessThan(0.8)
  })
})
