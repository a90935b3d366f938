import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Pulse, takePulse } from '../../../src/operation/pulse.js'

const SECOND = 1_000
let hung: string[]
let asked: string[]
/** Those that answer every ping at once. */
let alive: Set<string>
let debugged: Set<string>
let pulse: Pulse<string>

const start = (limit: number) => {
  pulse = takePulse<string>({
    limit,
    ping: name => {
      asked.push(name)
      if (alive.has(name)) pulse.answered(name, debugged.has(name))
    },
    onHung: name => hung.push(name),
  })
}
const seconds = (count: number) => void vi.advanceTimersByTime(count * SECOND)

beforeEach(() => {
  vi.useFakeTimers()
  hung = []
  asked = []
  alive = new Set(['a', 'b'])
  debugged = new Set()
})
afterEach(() => {
  pulse.stop()
  vi.useRealTimers()
})

test('who answers is never hung; who stops answering is, once', () => {
  start(15)
  pulse.watch('a')
  pulse.watch('b')
  seconds(100)
  expect(hung).toEqual([])
  alive.delete('b')
  seconds(15)
  expect(hung).toEqual([])
  seconds(1)
  expect(hung).toEqual(['b'])
  seconds(100)
  expect(hung).toEqual(['b'])
})

test('a long pause that ends in time, as of a garbage collection, is forgiven', () => {
  start(15)
  pulse.watch('a')
  for (let round = 0; round < 5; round++) {
    alive.delete('a')
    seconds(14)
    alive.add('a')
    seconds(1)
  }
  expect(hung).toEqual([])
})

test('who still starts is not asked', () => {
  start(15)
  seconds(100)
  expect([asked, hung]).toEqual([[], []])
})

test('who is debugged may stand still', () => {
  start(15)
  pulse.watch('a')
  debugged.add('a')
  seconds(1)
  alive.delete('a')
  seconds(100)
  expect(hung).toEqual([])
  alive.add('a')
  debugged.delete('a')
  seconds(1)
  alive.delete('a')
  seconds(16)
  expect(hung).toEqual(['a'])
})

test.each([
  ['who has gone is forgotten', 15, () => pulse.forget('a')],
  ['nobody is hung when that is switched off', 0, () => undefined],
  ['nor after the end', 15, () => pulse.stop()],
])('%s', (_name, limit, happens) => {
  start(limit)
  pulse.watch('a')
  alive.delete('a')
  happens()
  seconds(100)
  expect(hung).toEqual([])
})
