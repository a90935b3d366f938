import { describe, expect, test } from 'vitest'
import { ageOf } from '../../../console/words/age.js'
import { percent } from '../../../console/words/confidence.js'
import { en } from '../../../console/words/en.js'
import { ja } from '../../../console/words/ja.js'

describe('nothing is called certain that is not', () => {
  test.each([
    [1, '99%以上'],
    [0.9999, '99%以上'],
    [0.99, '99%以上'],
    [0.9899, '99%'],
    [0.71, '71%'],
    [0.004, '1%'],
  ])('%d is %s', (confidence, expected) => {
    expect(percent(confidence, ja.nearly)).toBe(expected)
  })
})

describe('an age is told in its largest unit', () => {
  const now = Date.parse('2026-03-04T12:00:00Z')
  test.each([
    ['2026-03-04T11:59:30Z', 'たった今', 'just now'],
    ['2026-03-04T11:48:00Z', '12分前', '12 minutes ago'],
    ['2026-03-04T10:59:00Z', '1時間前', '1 hour ago'],
    ['2026-03-01T11:00:00Z', '3日前', '3 days ago'],
    ['2026-03-04T12:00:05Z', 'たった今', 'just now'],
  ])('%s is %s', (iso, japanese, english) => {
    const { amount, unit } = ageOf(iso, now)
    expect([ja.age(amount, unit), en.age(amount, unit)]).toEqual([japanese, english])
  })
})

test('both languages say everything, and each in its own words', () => {
  const [japanese, english] = [leaves(ja), leaves(en)]
  expect([...english.keys()]).toEqual([...japanese.keys()])
  const same = [...japanese].filter(([name, words]) => english.get(name) === words).map(([name]) => name)
  expect(same).toEqual([])
})

function leaves(words: object, above = ''): Map<string, unknown> {
  return new Map(
    Object.entries(words).flatMap(([name, value]): [string, unknown][] =>
      typeof value === 'object' && value !== null
        ? [...leaves(value, `${above}${name}.`)]
        : [[`${above}${name}`, typeof value === 'function' ? Symbol(name) : value]],
    ),
  )
}
