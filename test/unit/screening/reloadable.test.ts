import { expect, test } from 'vitest'
import { type Loaded, reloadable } from '../../../src/screening/reloadable.js'
import { fakeScreener } from '../../support/screener.js'

const loaded = (hash: string): Loaded => ({
  ...fakeScreener(hash),
  warnings: [],
  close: async () => undefined,
})

test('one reload at a time; what is asked for meanwhile shares the next one', async () => {
  let running = 0
  let loads = 0
  const screener = reloadable(loaded('0'), async () => {
    running++
    expect(running).toBe(1)
    const hash = String(++loads)
    await new Promise(resolve => setImmediate(resolve))
    running--
    return loaded(hash)
  })
  const first = screener.reload()
  const others = Array.from({ length: 20 }, () => screener.reload())
  await first
  expect(screener.ruleset.hash).toBe('1')
  await Promise.all(others)
  expect([loads, screener.ruleset.hash]).toEqual([2, '2'])
  await screener.reload()
  expect(loads).toBe(3)
})

test('one that is refused is refused to those who asked for it, and the next is tried all the same', async () => {
  let loads = 0
  const screener = reloadable(loaded('0'), async () => {
    if (++loads === 1) throw new Error('a slip')
    return loaded('new')
  })
  const replies = await Promise.allSettled([screener.reload(), screener.reload(), screener.reload()])
  expect(replies.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  expect(screener.ruleset.hash).toBe('new')
})
