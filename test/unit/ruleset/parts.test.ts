import { describe, expect, test } from 'vitest'
import { composePattern, partsIn } from '../../../src/ruleset/parts.js'

const parts = {
  sum: '(?:万|千)?円',
  thing: '本|件',
  many: '\\d{1,3}(?:%thing%)',
  loop: 'a%loop%',
}

describe('a pattern of named parts', () => {
  test.each([
    ['料金%sum%', '料金(?:万|千)?円'],
    ['(?:%thing%)分', '(?:本|件)分'],
    ['%thing%|回', '本|件|回'],
    ['(?<!%thing%)まで', '(?<!本|件)まで'],
    ['%many%で', '\\d{1,3}(?:本|件)で'],
    ['半額', '半額'],
    // A percent sign is one as long as no name stands between two.
    ['100%|%|50%引き', '100%|%|50%引き'],
  ])('%s is %s', (pattern, composed) => {
    expect(composePattern(pattern, parts)).toBe(composed)
  })

  test.each([
    ['%total%', /no part is called total/],
    ['%toString%|%constructor%', /no part is called constructor/],
    ['%loop%', /loop holds itself/],
    ['約%thing%', /write \(\?:%thing%\)/],
    ['%thing%分', /write \(\?:%thing%\)/],
    ['(?:%sum%?)', /write \(\?:%sum%\)/],
  ])('%s is refused', (pattern, reason) => {
    expect(() => composePattern(pattern, parts)).toThrow(reason)
  })

  test('tells which parts it asks for', () => {
    expect(partsIn('%sum%|(?:%thing%)%')).toEqual(['sum', 'thing'])
  })
})
