import { describe, expect, test } from 'vitest'
import { reportPeriod } from '../../../../src/moderation/transparency/period.js'

test('whole days in Japan, both included, cut into the months that they touch', () => {
  expect(reportPeriod('2025-12-15', '2026-02-10')).toEqual({
    period: { from: new Date('2025-12-14T15:00:00Z'), to: new Date('2026-02-10T15:00:00Z') },
    months: [
      { name: '2025-12', to: new Date('2025-12-31T15:00:00Z') },
      { name: '2026-01', to: new Date('2026-01-31T15:00:00Z') },
      { name: '2026-02', to: new Date('2026-02-10T15:00:00Z') },
    ],
    days: { first: '2025-12-15', last: '2026-02-10' },
  })
})

test('one day is a period', () => {
  const { period, months } = reportPeriod('2028-02-29', '2028-02-29')
  expect(period.to.getTime() - period.from.getTime()).toBe(86_400_000)
  expect(months.map(({ name }) => name)).toEqual(['2028-02'])
})

describe('what is wrong is said in one line that names the argument', () => {
  test.each([
    [undefined, '2026-01-31', '--from: missing; expected a day such as 2026-01-31'],
    ['2026-01-01', undefined, '--to: missing; expected a day such as 2026-01-31'],
    ['2026-02-30', '2026-03-31', '--from "2026-02-30": expected a day such as 2026-01-31'],
    ['2026-1-1', '2026-03-31', '--from "2026-1-1": expected a day such as 2026-01-31'],
    ['2026-01-01', '', '--to "": expected a day such as 2026-01-31'],
    ['2026-01-01', '2026-01-31T00:00', '--to "2026-01-31T00:00": expected a day such as 2026-01-31'],
    ['1999-12-31', '2026-01-31', '--from "1999-12-31": expected a day such as 2026-01-31'],
    ['2026-02-01', '2026-01-31', '--to 2026-01-31 is before --from 2026-02-01'],
    ['2020-01-01', '2025-01-01', '--from, --to: 61 months; expected at most 60'],
  ])('%s to %s', (from, to, message) => {
    expect(() => reportPeriod(from, to)).toThrow(new Error(message))
  })
})
