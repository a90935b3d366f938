import { expect, test } from 'vitest'
import { everyDay } from '../../../console/views/campaign/day-counts.js'
import { partsOf } from '../../../console/views/campaign/varying.js'

test.each([
  ['', [], []],
  ['same', [], ['same']],
  ['私は佐藤です', [[2, 4]], ['私は', '*佐藤', 'です']],
  ['佐藤です', [[0, 2]], ['*佐藤', 'です']],
  [
    'a1b2',
    [
      [1, 2],
      [3, 4],
    ],
    ['a', '*1', 'b', '*2'],
  ],
])('%j is cut where it varies', (text, spans, expected) => {
  const parts = partsOf(
    text,
    spans.map(([start = 0, end = 0]) => ({ start, end })),
  )
  expect(parts.map(({ text: part, varies }) => `${varies ? '*' : ''}${part}`)).toEqual(expected)
})

test('days on which nothing came are there too, and of many the latest', () => {
  const count = (day: string, messages: number) => ({ day, messages })
  expect(everyDay([])).toEqual([])
  expect(everyDay([count('2026-02-27', 2), count('2026-03-02', 5)])).toEqual([
    count('2026-02-27', 2),
    count('2026-02-28', 0),
    count('2026-03-01', 0),
    count('2026-03-02', 5),
  ])
  const long = everyDay([count('2025-01-01', 1), count('2026-03-02', 5)])
  expect([long.length, long.at(-1)]).toEqual([60, count('2026-03-02', 5)])
})
