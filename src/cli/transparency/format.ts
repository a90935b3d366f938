import { fill } from '../../moderation/statement/words.js'
import type { Cell, Column } from '../../moderation/transparency/table.js'
import type { ReportWords } from '../../moderation/transparency/words.js'

const whole = new Intl.NumberFormat('ja-JP')
const tenths = new Intl.NumberFormat('ja-JP', { maximumFractionDigits: 1 })
const percent = new Intl.NumberFormat('ja-JP', {
  style: 'percent',
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
})
const hundredths = new Intl.NumberFormat('ja-JP', { minimumFractionDigits: 2, maximumFractionDigits: 2 })

/** A figure as people read it; — where there is none. */
export function inWords(cell: Cell, { isShare = false }: Column, words: ReportWords): string {
  switch (cell.kind) {
    case 'count':
      return whole.format(cell.value)
    case 'seconds':
      return cell.value === null ? '—' : durationOf(cell.value, words)
    case 'estimate': {
      if (cell.estimate === null) return '—'
      const { format } = isShare ? percent : hundredths
      const { value, low, high } = cell.estimate
      return fill(words.estimate, { value: format(value), low: format(low), high: format(high) })
    }
    case 'hidden':
      return words.hidden
  }
}

function durationOf(seconds: number, { duration }: ReportWords): string {
  const [unit, size] = UNITS.find(([, , from]) => seconds >= from) ?? (['seconds', 1] as const)
  return fill(duration[unit], { n: tenths.format(seconds / size) })
}

/** From how many seconds on it is counted in it. */
const UNITS: readonly (readonly [
  unit: 'seconds' | 'minutes' | 'hours' | 'days',
  size: number,
  from: number,
])[] = [
  ['days', 86_400, 2 * 86_400],
  ['hours', 3_600, 3_600],
  ['minutes', 60, 60],
]

/** A moment as people in Japan say it. */
export const momentOf = (at: Date): string =>
  new Intl.DateTimeFormat('ja-JP', { dateStyle: 'long', timeStyle: 'short', timeZone: 'Asia/Tokyo' }).format(
    at,
  )

/** A day, YYYY-MM-DD, the same. */
export const dayOf = (day: string): string =>
  new Intl.DateTimeFormat('ja-JP', { dateStyle: 'long', timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )
