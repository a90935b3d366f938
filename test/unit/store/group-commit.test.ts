import { describe, expect, test } from 'vitest'
import { buildGroupCommit } from '../../../src/store/group-commit.js'

type Commit = (items: readonly number[]) => Promise<readonly number[]>

/** The number seven is to blame for the failures that name it. */
const groupCommit = (
  commit: Commit,
  options: { readonly largest?: number; readonly patience?: number } = {},
) =>
  buildGroupCommit((take: () => readonly number[]) => commit(take()), {
    isOfItem: failure => String(failure).includes('7'),
    ...options,
  })

const soon = () => new Promise(resolve => setTimeout(resolve, 1))

describe('what comes while a commit is under way shares the next one', () => {
  test('in order, each with its own result, none before its commit', async () => {
    const groups: (readonly number[])[] = []
    let durable = 0
    const commit = groupCommit(async items => {
      groups.push(items)
      await soon()
      durable += items.length
      return items.map(item => item * 2)
    })
    const results = await Promise.all(
      Array.from({ length: 50 }, async (_, item) => {
        const result = await commit(item)
        expect(durable).toBeGreaterThan(item)
        return result
      }),
    )
    expect(results).toEqual(Array.from({ length: 50 }, (_, item) => item * 2))
    expect(groups).toHaveLength(2)
    expect(groups.flat()).toEqual(Array.from({ length: 50 }, (_, item) => item))
  })

  test('no group is larger than the largest', async () => {
    const sizes: number[] = []
    const commit = groupCommit(
      async items => {
        sizes.push(items.length)
        await soon()
        return items
      },
      { largest: 10 },
    )
    await Promise.all(Array.from({ length: 31 }, (_, item) => commit(item)))
    expect(Math.max(...sizes)).toBe(10)
    expect(sizes.reduce((a, b) => a + b)).toBe(31)
  })

  test('what cannot be committed fails alone', async () => {
    const kept: number[] = []
    const commit = groupCommit(async items => {
      await soon()
      if (items.includes(7)) throw new Error('7 cannot be kept')
      kept.push(...items)
      return items
    })
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, (_, item) => commit(item)))
    expect(outcomes.flatMap(({ status }, at) => (status === 'rejected' ? [at] : []))).toEqual([7])
    expect([...kept].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 8, 9])
  })

  test('it goes on after a failure', async () => {
    let fails = true
    const commit = groupCommit(async items => {
      if (fails) throw new Error('away')
      return items
    })
    await expect(commit(1)).rejects.toThrow('away')
    fails = false
    expect(await commit(2)).toBe(2)
  })
})

describe('when the store is to blame', () => {
  const ten = Array.from({ length: 10 }, (_, item) => item)

  test('a group is tried once, and fails as a whole', async () => {
    const tries: number[] = []
    const commit = groupCommit(async items => {
      tries.push(items.length)
      await soon()
      throw new Error('away')
    })
    const outcomes = await Promise.allSettled(ten.map(commit))
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true)
    expect(tries).toEqual([1, 9])
  })

  test('so do those that wait, when it was away before any was taken', async () => {
    let tries = 0
    const commit = buildGroupCommit<number, number>(
      async () => {
        tries++
        await soon()
        throw new Error('away')
      },
      { isOfItem: () => true },
    )
    const outcomes = await Promise.allSettled(ten.map(item => commit(item)))
    expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true)
    expect(tries).toBe(1)
  })

  test('one that goes away in the middle of one by one is not asked again and again', async () => {
    const tries: (readonly number[])[] = []
    const commit = groupCommit(async items => {
      tries.push(items)
      await soon()
      if (items.length > 1) throw new Error('7 is to blame')
      if (items[0] === 2) return items
      throw new Error('away')
    })
    // The first goes alone.
    const outcomes = await Promise.allSettled([2, 7, 3, 4].map(commit))
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected'])
    expect(tries).toEqual([[2], [7, 3, 4], [7], [3], [4]])
  })

  test('nobody waits longer than the patience, taken or not', async () => {
    const commit = groupCommit(() => new Promise(() => undefined), { patience: 20 })
    const outcomes = await Promise.allSettled(ten.map(commit))
    for (const outcome of outcomes)
      expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'OutOfTime' } })
  })

  test('who was told so is not committed later', async () => {
    let free: () => void = () => undefined
    const held = new Promise<void>(resolve => {
      free = resolve
    })
    const kept: number[] = []
    const commit = buildGroupCommit<number, number>(
      async take => {
        await held
        const items = take()
        kept.push(...items)
        return items
      },
      { isOfItem: () => false, patience: 20 },
    )
    await Promise.allSettled(ten.map(item => commit(item)))
    const late = commit(10)
    free()
    expect(await late).toBe(10)
    expect(kept).toEqual([10])
  })

  test('who comes while the store is waited for is in the group', async () => {
    const groups: (readonly number[])[] = []
    const commit = buildGroupCommit<number, number>(
      async take => {
        await soon()
        const items = take()
        groups.push(items)
        return items
      },
      { isOfItem: () => false },
    )
    await Promise.all(ten.map(item => commit(item)))
    expect(groups).toEqual([ten])
  })
})
