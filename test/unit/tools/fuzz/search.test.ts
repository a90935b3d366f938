import { runInThisContext } from 'node:vm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Coverage, startCoverage } from '../../../../tools/fuzz/coverage.js'
import { search } from '../../../../tools/fuzz/search.js'
import type { Target } from '../../../../tools/fuzz/target.js'

/** A door behind five doors: each is a block of its own, which only coverage sees opening. */
const MAZE = `text => {
  if (text[0] === '線') {
    if (text[1] === '7') {
      if (text[2] === '\\u200b') {
        if (text[3] === '円') {
          if (text[4] === '線') throw new TypeError('planted')
        }
      }
    }
  }
}`
const PLANTED = 'planted://maze.js'

let coverage: Coverage
let run: (text: string) => void
beforeAll(() => {
  coverage = startCoverage(url => url === PLANTED)
  run = runInThisContext(MAZE, { filename: PLANTED })
})
afterAll(() => coverage.stop())

const maze = (over: Partial<Target> = {}): Target => ({
  name: 'maze',
  seeds: ['あ'],
  pieces: ['線', '円', '\u200b', 'ね', 'こ', 'い', 'ぬ', 'う', 'ま', '万', '。'],
  longest: 40,
  run: text => run(text),
  ...over,
})

/** As often as asked, whatever the machine is doing. */
const times = (most: number) => {
  let left = most
  return () => left-- > 0
}

describe('a search', () => {
  test('finds what is planted, and shortens it to what fails', { timeout: 120_000 }, async () => {
    const found = await search(maze(), { seed: 1, coverage, isTimeLeft: times(300) })
    expect(found.failure?.input).toBe('線7\u200b円線')
    expect(found.failure?.error).toBeInstanceOf(TypeError)
    expect(found.gained).toBeGreaterThan(MAZE.length / 2)
  })

  test('finds it thanks to coverage alone', { timeout: 120_000 }, async () => {
    const blind = { take: () => new Map<string, Uint8Array>(), stop: () => undefined }
    const found = await search(maze(), { seed: 1, coverage: blind, isTimeLeft: times(10) })
    expect([found.failure, found.gained]).toEqual([undefined, 0])
  })

  test('comes to an end when nothing fails, and says what it ran', async () => {
    const inputs: string[] = []
    const { executions, failure, slow } = await search(maze({ run: () => undefined }), {
      seed: 2,
      coverage,
      isTimeLeft: times(2),
      onRun: input => inputs.push(input),
    })
    expect([failure, inputs.length]).toEqual([undefined, executions])
    expect(inputs[0]).toBe('あ')
    expect(inputs.every(input => input.length <= 40)).toBe(true)
    expect(slow.length).toBeGreaterThan(0)
  })

  test('a seed that fails is a failure', async () => {
    const { failure, executions } = await search(maze({ seeds: ['線7\u200b円線xxx'] }), {
      seed: 3,
      coverage,
      isTimeLeft: times(0),
    })
    expect([failure?.input, executions]).toEqual(['線7\u200b円線', 1])
  })
})
