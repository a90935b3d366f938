import { expect, test } from 'vitest'
import { buildIdFactory, firstIdAt, timeOf } from '../../../src/contract/ids.js'

test('ids only grow, carry their time, and bound it', () => {
  const nextId = buildIdFactory()
  const ids = Array.from({ length: 1_000 }, nextId)
  expect([...ids].sort()).toEqual(ids)
  const id = nextId()
  expect(firstIdAt(timeOf(id)) <= id).toBe(true)
  expect(firstIdAt(new Date(timeOf(id).getTime() + 1)) > id).toBe(true)
})
