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
  /** How many cases each row stands for; absent: one. */
  readonly counts?: readonly number[]
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
    const negative = active.filter((feature, k) => nonNegative[feature] && numberAt(fitted.weights, k) < 0)
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
  { l2, prior = [], counts = [] }: Options,
): Fitted {
  const size = active.length + 1
  const columns = rows.map(row => [...active.map(j => numberAt(row, j)), 1])
  let weights: number[] = new Array<number>(size).fill(0)
  for (let round = 0; round < ROUNDS; round++) {
    const gradient = new Array<number>(size).fill(0)
    const hessian = Array.from({ length: size }, () => new Array<number>(size).fill(0))
    for (const [i, row] of columns.entries()) {
      const p = 1 / (1 + Math.exp(-row.reduce((sum, value, j) => sum + value * numberAt(weights, j), 0)))
      const count = counts[i] ?? 1
      const error = count * (p - (labels[i] ? 1 : 0))
      const curvature = count * Math.max(1e-6, p * (1 - p))
      for (let a = 0; a < size; a++) {
        const value = numberAt(row, a)
        if (value === 0) continue
        gradient[a] = numberAt(gradient, a) + error * value
        const line = rowAt(hessian, a)
        for (let b = 0; b < size; b++) line[b] = numberAt(line, b) + curvature * value * numberAt(row, b)
      }
    }
    for (let a = 0; a < size - 1; a++) {
      const believed = prior[numberAt(active, a)] ?? 0
      gradient[a] = numberAt(gradient, a) + l2 * (numberAt(weights, a) - believed)
      const line = rowAt(hessian, a)
      line[a] = numberAt(line, a) + l2
    }
    const step = solve(hessian, gradient)
    weights = weights.map((weight, j) => weight - numberAt(step, j))
    if (Math.max(...step.map(Math.abs)) < 1e-7) break
  }
  return { bias: numberAt(weights, size - 1), weights: weights.slice(0, -1) }
}

/** Gaussian elimination with pivoting. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const size = right.length
  const m = matrix.map((row, i) => [...row, numberAt(right, i)])
  for (let column = 0; column < size; column++) {
    let pivot = column
    for (let i = column + 1; i < size; i++)
      if (Math.abs(numberAt(rowAt(m, i), column)) > Math.abs(numberAt(rowAt(m, pivot), column))) pivot = i
    const top = rowAt(m, pivot)
    m[pivot] = rowAt(m, column)
    m[column] = top
    const lead = numberAt(top, column)
    if (Math.abs(lead) < 1e-12) continue
    for (const [i, row] of m.entries()) {
      if (i === column) continue
      const factor = numberAt(row, column) / lead
      if (factor !== 0)
        for (let j = column; j <= size; j++) row[j] = numberAt(row, j) - factor * numberAt(top, j)
    }
  }
  return m.map((row, i) => {
    const lead = numberAt(row, i)
    return Math.abs(lead) < 1e-12 ? 0 : numberAt(row, size) / lead
  })
}

/** Platt 1999: a slope and an offset over log-odds, fitted on predictions for texts that the model had not seen. */
export function fitPlatt(
  logOdds: readonly number[],
  labels: readonly boolean[],
  counts: readonly number[] = [],
): { readonly slope: number; readonly offset: number } {
  const { bias, weights } = fitLogistic(
    logOdds.map(value => [value]),
    labels,
    { l2: 1, counts, nonNegative: [true] },
  )
  return { slope: numberAt(weights, 0), offset: bias }
}

/** A place outside is a bug that would pass on as a plausible 0: it throws instead. */
function numberAt(numbers: readonly number[], at: number): number {
  const value = numbers[at]
  if (value === undefined) throw new RangeError(`${at} of ${numbers.length} numbers`)
  return value
}

function rowAt<Row>(rows: readonly Row[], at: number): Row {
  const row = rows[at]
  if (row === undefined) throw new RangeError(`${at} of ${rows.length} rows`)
  return row
}
