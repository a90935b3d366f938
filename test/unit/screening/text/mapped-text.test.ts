import { describe, expect, test } from 'vitest'
import { MappedTextBuilder, originalSpan } from '../../../../src/screening/text/mapped-text.js'

/** 「㍿LINE」 as it is folded: one character becomes four, two become one, one goes. */
function built() {
  const builder = new MappedTextBuilder(0)
  builder.push('株式会社', 0, 1)
  builder.push('が', 1, 3)
  builder.push('', 3, 4)
  builder.push('l', 4, 5)
  return builder.build()
}

describe('a text with the places that it came from', () => {
  test('holds a stretch for every unit', () => {
    const { text, starts, ends } = built()
    expect(text).toBe('株式会社がl')
    expect([...starts]).toEqual([0, 0, 0, 0, 1, 4])
    expect([...ends]).toEqual([1, 1, 1, 1, 3, 5])
  })

  test.each([
    { of: '株式会社', start: 0, end: 4, original: [0, 1] },
    { of: '会', start: 2, end: 3, original: [0, 1] },
    { of: 'が', start: 4, end: 5, original: [1, 3] },
    { of: 'がl, over what is gone', start: 4, end: 6, original: [1, 5] },
    { of: 'nothing before が', start: 4, end: 4, original: [1, 1] },
    { of: 'nothing behind the end', start: 6, end: 6, original: [5, 5] },
  ])('the original of $of', ({ start, end, original }) => {
    const span = originalSpan(built(), start, end)
    expect([span.start, span.end]).toEqual(original)
  })

  test('an empty text maps to an empty stretch', () => {
    const empty = new MappedTextBuilder(0).build()
    expect([empty.text, empty.starts.length]).toEqual(['', 0])
    expect(originalSpan(empty, 0, 0)).toEqual({ start: 0, end: 0 })
  })

  test('grows beyond its first capacity', () => {
    const builder = new MappedTextBuilder(1)
    for (let i = 0; i < 100; i++) builder.push('あ', i, i + 1)
    const { text, starts, ends } = builder.build()
    expect([text.length, starts.length, starts[99], ends[99]]).toEqual([100, 100, 99, 100])
  })
})
