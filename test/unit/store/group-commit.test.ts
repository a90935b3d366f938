import { describe, expect, test } from 'vitest'
import { buildGroupCommit } from '../../../src/store/group-commit.js'

const soon = () => new Promise(resolve => setTimeout(resolve, 1))

describe('what comes while a commit is under way shares the next one', () => {
  test('in order, each with its own result, none before its commit', async () => {
    const groups: (readonly number[])[] = []
    let durable = 0
    const commit = buildGroupCommit(async (items: readonly number[]) => {
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
    const commit = buildGroupCommit(async (items: readonly number[]) => {
      sizes.push(items.length)
      await soon()
      return items
    }, 10)
    await Promise.all(Array.from({ length: 31 }, (_, item) => commit(item)))
    expect(Math.max(...sizes)).toBe(10)
    expect(sizes.reduce((a, b) => a + b)).toBe(31)
  })

  test('what cannot be committed fails alone', async () => {
    const kept: number[] = []
    const commit = buildGroupCommit(async (items: readonly number[]) => {
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
    const commit = buildGroupCommit(async (items: readonly number[]) => {
      if (fails) throw new Error('away')
      return items
    })
    await expect(commit(1)).rejects.toThrow('away')
    fails = false
    expect(await commit(2)).toBe(2)
  })
})
