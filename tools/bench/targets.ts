import type { Table } from '../quality/table.js'

/** What was promised of the figures of a section: of several the worst counts. */
interface Target {
  readonly what: string
  /** The figures that it is about, by their paths in the report. */
  readonly of: RegExp
  readonly bound: number
  readonly is: 'at least' | 'at most' | 'under'
  readonly unit?: 'ms'
}

export const NOT_MEASURED = 'not measured'

const TARGETS: readonly Target[] = [
  {
    what: '`READER=off`, times bare kuromoji at 175 characters',
    of: /^http\.175 characters\.off\.timesKuromoji$/,
    is: 'at least',
    bound: 1.5,
  },
  {
    what: '`uncertain`, times bare kuromoji at 175 characters',
    of: /^http\.175 characters\.uncertain\.timesKuromoji$/,
    is: 'at least',
    bound: 0.4,
  },
  {
    what: '`all`, a message of 175 characters',
    of: /^http\.175 characters\.all\.millisecondsAMessage$/,
    is: 'at most',
    bound: 10,
    unit: 'ms',
  },
  {
    what: '`all`, p50 at 175 characters and 10 connections',
    of: /^http\.175 characters\.all\.p50$/,
    is: 'at most',
    bound: 100,
    unit: 'ms',
  },
  {
    what: 'p99, times p50, in the worst case',
    of: /^http\.[^.]*\.(?:off|uncertain|all)\b[^.]*\.p99OverP50$/,
    is: 'under',
    bound: 5,
  },
  {
    what: 'longest turn of the event loop under load, in the worst case',
    of: /^http\.[^.]*\.[^.]*\.longestTurn$/,
    is: 'at most',
    bound: 50,
    unit: 'ms',
  },
  {
    what: '`GET /screenings` at 1,000,000 rows',
    of: /^rows\.1000000\.GET \/screenings$/,
    is: 'under',
    bound: 10,
    unit: 'ms',
  },
  {
    what: '`GET /screenings/counts` at 1,000,000 rows',
    of: /^rows\.1000000\.GET \/screenings\/counts$/,
    is: 'under',
    bound: 10,
    unit: 'ms',
  },
]

/** Target by target: wanted, measured, and whether it is met. What was not measured is told, not left out. */
export function targetTable(figures: ReadonlyMap<string, number>): Table {
  return {
    heads: ['', 'wanted', 'measured', ''],
    rows: TARGETS.map(target => {
      const { what, is, bound, unit } = target
      const withUnit = (value: number): string => `${value}${unit ? ` ${unit}` : ''}`
      const worst = worstOf(target, figures)
      return [
        what,
        `${is} ${withUnit(bound)}`,
        worst === undefined ? '–' : withUnit(Number(worst.toPrecision(3))),
        worst === undefined ? NOT_MEASURED : isMet(target, worst) ? 'met' : '**not met**',
      ]
    }),
  }
}

function worstOf({ of, is }: Target, figures: ReadonlyMap<string, number>): number | undefined {
  const found = [...figures].filter(([path]) => of.test(path)).map(([, value]) => value)
  if (found.length === 0) return undefined
  return is === 'at least' ? Math.min(...found) : Math.max(...found)
}

/** NaN, a figure that could not be made, meets nothing. */
function isMet({ is, bound }: Target, value: number): boolean {
  if (is === 'at least') return value >= bound
  return is === 'at most' ? value <= bound : value < bound
}
