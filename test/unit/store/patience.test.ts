import { describe, expect, test } from 'vitest'
import { patiently } from '../../../src/store/patience.js'

const locked = Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' })

describe('work that meets a lock', () => {
  test('is done again until it is done', async () => {
    let tries = 0
    expect(
      await patiently(async () => {
        if (++tries < 5) throw locked
        return 'done'
      }),
    ).toBe('done')
    expect(tries).toBe(5)
  })

  test('and is given up when the time is over', async () => {
    const work = async () => {
      throw locked
    }
    await expect(patiently(work, 30)).rejects.toThrow(
      'the store is busy, another holds its lock: given up after 0.03 seconds',
    )
  })
})

test('what fails for another reason is not done again', async () => {
  let tries = 0
  const work = async () => {
    tries++
    throw new Error('no such table')
  }
  await expect(patiently(work)).rejects.toThrow('no such table')
  expect(tries).toBe(1)
})

test('work that never ends is given up, and hears of it where it could turn back', async () => {
  let late: unknown
  let go: () => void = () => undefined
  const work = async (inTime: () => void) => {
    inTime()
    await new Promise<void>(resolve => {
      go = resolve
    })
    try {
      inTime()
    } catch (failure) {
      late = failure
    }
  }
  await expect(patiently(work, 20)).rejects.toThrow('the store is busy or does not answer')
  go()
  await Promise.resolve()
  expect(late).toMatchObject({ name: 'OutOfTime' })
})
