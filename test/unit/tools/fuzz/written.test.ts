import { expect, test } from 'vitest'
import { readOptions } from '../../../../tools/fuzz/options.js'
import { underWay } from '../../../../tools/fuzz/under-way.js'
import { shortly, written } from '../../../../tools/fuzz/written.js'

const AWKWARD = '\ud83d👍か\u3099\0\n"\'\\\u200b線ー\u2028\u202e'

test('an input is written so that it can be read, copied and given back', () => {
  expect(written("線ー👍\u200b'")).toBe('"線ー\\ud83d\\udc4d\\u200b\\u0027"')
  const again = readOptions(['--only', 'one', '--input', written(AWKWARD)], ['one', 'two'])
  expect(again.input).toBe(AWKWARD)
  expect(shortly('あ'.repeat(99))).toBe(`"${'あ'.repeat(60)}"…`)
})

test.each([
  [['--only', 'three'], /no target is called three/],
  [['--seconds', 'soon'], /--seconds is a number/],
  [['--input', '"a"'], /--input needs --only/],
  [['--only', 'one', '--input', '1'], /--input is a JSON string/],
])('%j is refused', (args, reason) => {
  expect(() => readOptions(args, ['one', 'two'])).toThrow(reason)
})

test('what is under way is seen from another thread', () => {
  const here = underWay()
  const there = underWay(here.memory)
  here.note('short')
  here.note(AWKWARD)
  expect(there.read()).toEqual({ executions: 2, input: AWKWARD })
})
