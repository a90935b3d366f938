import { expect, test, vi } from 'vitest'
import { buildReadingQueue } from '../../../../src/screening/reader/reading-queue.js'
import type { Session } from '../../../../src/screening/reader/session.js'

const input = (length: number): number[] => Array.from({ length }, () => length)

/** A network that answers with the length of its input, and keeps what it was given. */
function recording(failing: (length: number) => boolean = () => false) {
  const given: number[] = []
  let running = 0
  const session: Session = {
    run: async ids => {
      given.push(ids.length)
      expect(++running).toBe(1)
      await new Promise(resolve => setImmediate(resolve))
      running--
      if (failing(ids.length)) throw new Error('the network is gone')
      return { logits: Float32Array.of(ids.length), contributions: new Float32Array() }
    },
    close: async () => undefined,
  }
  return { given, run: buildReadingQueue(session) }
}

test('each input gets its own answer, one after the other, in the order in which they came', async () => {
  const { given, run } = recording()
  const lengths = [5, 90, 6, 88, 5, 200]
  const outputs = await Promise.all(lengths.map(length => run(input(length))))
  expect(outputs.map(({ logits }) => logits[0])).toEqual(lengths)
  expect(given).toEqual(lengths)
})

test('a failure reaches the one whose input it was, and the next are run', async () => {
  const { run } = recording(length => length === 3)
  const settled = await Promise.allSettled([3, 4].map(length => run(input(length))))
  expect(settled.map(({ status }) => status)).toEqual(['rejected', 'fulfilled'])
})

test('what is not answered in time is given up, and not run later', async () => {
  vi.useFakeTimers()
  const given: number[] = []
  const hung: Session = {
    run: ids => {
      given.push(ids.length)
      return new Promise(() => undefined)
    },
    close: async () => undefined,
  }
  const run = buildReadingQueue(hung, 3_000)
  const answers = [3, 4].map(length => expect(run(input(length))).rejects.toThrow('not read within 3000 ms'))
  await vi.advanceTimersByTimeAsync(3_000)
  await Promise.all(answers)
  expect(given).toEqual([3])
  vi.useRealTimers()
})

test('without patience it waits for ever', async () => {
  vi.useFakeTimers()
  const slow: Session = {
    run: async () => {
      await new Promise(resolve => setTimeout(resolve, 3_600_000))
      return { logits: Float32Array.of(1), contributions: new Float32Array() }
    },
    close: async () => undefined,
  }
  const answer = buildReadingQueue(slow)(input(3))
  await vi.advanceTimersByTimeAsync(3_600_000)
  expect((await answer).logits[0]).toBe(1)
  vi.useRealTimers()
})
