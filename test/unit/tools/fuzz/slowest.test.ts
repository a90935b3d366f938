import { expect, test } from 'vitest'
import { Slowest } from '../../../../tools/fuzz/slowest.js'

test('remembers the five slowest, the slowest first, and tells a record', () => {
  const slowest = new Slowest()
  const records = [3, 9, 1, 7, 5, 8, 10].map(time => slowest.note(`took ${time}`, time))
  expect(records).toEqual([true, true, false, false, false, false, true])
  expect(slowest.inputs).toEqual(['took 10', 'took 9', 'took 8', 'took 7', 'took 5'])
  expect([slowest.isAmong(5), slowest.isAmong(6)]).toEqual([false, true])
})
