import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { buildTurns } from '../../../src/moderation/turns.js'

test('one piece of work is done between two looks at the network, in the order of asking', async () => {
  const turn = buildTurns()
  const done: string[] = []
  const pieces = ['a', 'b', 'c'].map(async name => {
    await turn()
    done.push(name)
  })
  const seen: number[] = []
  for (let look = 0; look < 4; look++) {
    await setImmediate()
    seen.push(done.length)
  }
  await Promise.all(pieces)
  expect(done).toEqual(['a', 'b', 'c'])
  for (const [at, count] of seen.entries())
    expect(count - (seen[at - 1] ?? 0)).toBeLessThanOrEqual(at === 0 ? 2 : 1)
})

test('who asks while nobody works waits for no turn of the loop', async () => {
  const turn = buildTurns()
  let looked = false
  const look = setImmediate().then(() => {
    looked = true
  })
  await turn()
  expect(looked).toBe(false)
  await look
})

test('after a rest the next one begins at once again', async () => {
  const turn = buildTurns()
  await turn()
  await setImmediate()
  await setImmediate()
  let rested = false
  const look = setImmediate().then(() => {
    rested = true
  })
  await turn()
  expect(rested).toBe(false)
  await look
})
