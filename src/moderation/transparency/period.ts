import type { Asked } from '../../store/transparency/figures.js'

/** What a report is about: whole days in Japan. */
export type ReportPeriod = Pick<Asked, 'period' | 'months' | 'days'>

const DAY = 24 * 60 * 60 * 1_000
/** Japan has no summer time. */
const OFFSET = 9 * 60 * 60 * 1_000
const MOST_MONTHS = 60
const DATE = /^(\d{4})-(\d{2})-(\d{2})$/

/** Days are given as YYYY-MM-DD, both included. Throws an `Error` of one line that names the argument. */
export function reportPeriod(from: string | undefined, to: string | undefined): ReportPeriod {
  const first = dayOf('--from', from)
  const last = dayOf('--to', to)
  if (first > last) throw new Error(`--to ${nameOf(last)} is before --from ${nameOf(first)}`)
  const end = new Date(last.getTime() + DAY)
  const months = monthsOf(first, end)
  if (months.length > MOST_MONTHS)
    throw new Error(`--from, --to: ${months.length} months; expected at most ${MOST_MONTHS}`)
  return {
    period: { from: inJapan(first), to: inJapan(end) },
    months: months.map(({ name, to }) => ({ name, to: inJapan(to) })),
    days: { first: nameOf(first), last: nameOf(last) },
  }
}

/** The day's midnight as if Japan's clocks were UTC's. */
function dayOf(name: string, value: string | undefined): Date {
  if (value === undefined) throw new Error(`${name}: missing; expected a day such as 2026-01-31`)
  const day = new Date(`${value}T00:00:00Z`)
  // 2026-02-30 is read as a day of March.
  const isDay = DATE.test(value) && !Number.isNaN(day.getTime()) && nameOf(day) === value
  if (!isDay || day.getUTCFullYear() < 2000)
    throw new Error(`${name} ${JSON.stringify(value)}: expected a day such as 2026-01-31`)
  return day
}

function monthsOf(first: Date, end: Date): readonly { readonly name: string; readonly to: Date }[] {
  const months: { name: string; to: Date }[] = []
  for (let start = first; start < end; ) {
    const next = new Date(Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1, 1))
    months.push({ name: nameOf(start).slice(0, 7), to: next < end ? next : end })
    start = next
  }
  return months
}

const nameOf = (day: Date): string => day.toISOString().slice(0, 10)
const inJapan = (day: Date): Date => new Date(day.getTime() - OFFSET)
