/** L2-regularised logistic regression over few dense features, by Newton's method (IRLS). Deterministic. */
export interface Fitted {
  readonly bias: number
  readonly weights: readonly number[]
}

interface Options {
  /** Strength of the ridge, in cases: the prior of a weight is worth so many messages. */
  readonly l2: number
  /** What each weight is believed to be before any case is seen. 0 where it is left out. */
  readonly prior?: readonly number[]
  /** Features whose weight must not be negative: a rule that matches is never evidence against its own category. */
  readonly nonNegative: readonly boolean[]
}

const ROUNDS = 25

/** Fits, sets constrained weights that came out negative to zero, and fits again until none is left. */
export function fitLogistic(
  rows: readonly (readonly number[])[],
  labels: readonly boolean[],
  options: Options,
): Fitted {
  const { nonNegative } = options
  let active = nonNegative.map((_, j) => j)
  for (;;) {
    const fitted = newton(rows, labels, active, options)
    const negative = active.filter((feature, k) => nonNegative[feature] && (fitted.weights[k] ?? 0) < 0)
    if (negative.length === 0) {
      const weights = nonNegative.map((_, j) => fitted.weights[active.indexOf(j)] ?? 0)
      return { bias: fitted.bias, weights }
    }
    active = active.filter(feature => !negative.includes(feature))
  }
}

function newton(
  rows: readonly (readonly number[])[],
  labels: readonly boolean[],
  active: readonly number[],
  { l2, prior = [] }: Options,
): Fitted {
  const size = active.length + 1
  const columns = rows.map(row => [...active.map(j => row[j] ?? 0), 1])
  let weights: number[] = new Array<number>(size).fill(0)
  for (let round = 0; round < ROUNDS; round++) {
    const gradient = new Array<number>(size).fill(0)
    const hessian = Array.from({ length: size }, () => new Array<number>(size).fill(0))
    for (const [i, row] of columns.entries()) {
      const p = 1 / (1 + Math.exp(-row.reduce((sum, value, j) => sum + value * (weights[j] ?? 0), 0)))
      const error = p - (labels[i] ? 1 : 0)
      const curvature = Math.max(1e-6, p * (1 - p))
      for (let a = 0; a < size; a++) {
        const value = row[a] ?? 0
        if (value === 0) continue
        gradient[a] = (gradient[a] ?? 0) + error * value
        const line = hessian[a]
        if (line) for (let b = 0; b < size; b++) line[b] = (line[b] ?? 0) + curvature * value * (row[b] ?? 0)
      }
    }
    for (let a = 0; a < size - 1; a++) {
      gradient[a] = (gradient[a] ?? 0) + l2 * ((weights[a] ?? 0) - (prior[active[a] ?? -1] ?? 0))
      const line = hessian[a]
      if (line) line[a] = (line[a] ?? 0) + l2
    }
    const step = solve(hessian, gradient)
    weights = weights.map((weight, j) => weight - (step[j] ?? 0))
    if (Math.max(...step.map(Math.abs)) < 1e-7) break
  }
  return { bias: weights[size - 1] ?? 0, weights: weights.slice(0, -1) }
}

/** Gaussian elimination with pivoting. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const size = right.length
  const m = matrix.map((row, i) => [...row, right[i] ?? 0])
  for (let column = 0; column < size; column++) {
    let pivot = column
    for (let i = column + 1; i < size; i++)
      if (Math.abs(m[i]?.[column] ?? 0) > Math.abs(m[pivot]?.[column] ?? 0)) pivot = i
    const top = m[pivot] ?? []
    m[pivot] = m[column] ?? []
    m[column] = top
    const lead = top[column] ?? 0
    if (Math.abs(lead) < 1e-12) continue
    for (const [i, row] of m.entries()) {
      if (i === column) continue
      const factor = (row[column] ?? 0) / lead
      if (factor !== 0) for (let j = column; j <= size; j++) row[j] = (row[j] ?? 0) - factor * (top[j] ?? 0)
    }
  }
  return m.map((row, i) => (Math.abs(row[i] ?? 0) < 1e-12 ? 0 : (row[size] ?? 0) / (row[i] ?? 1)))
}

/** Platt 1999: a slope and an offset over log-odds, fitted on predictions for texts that the model had not seen. */
export function fitPlatt(
  logOdds: readonly number[],
  labels: readonly boolean[],
): { readonly slope: number; readonly offset: number } {
  const { bias, weights } = fitLogistic(
    logOdds.map(value => [value]),
    labels,
    { l2: 1, nonNegative: [true] },
  )
  return { slope: weights[0] ?? 1, offset: bias }
}
