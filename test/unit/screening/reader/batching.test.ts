import { expect, test, vi } from 'vitest'
import { buildBatching } from '../../../../src/screening/reader/batching.js'
import type { Session } from '../../../../src/screening/reader/session.js'

const input = (length: number): number[] => Array.from({ length }, () => length)

function recording(fail = false) {
  const batches: number[][] = []
  const session: Session = {
    run: async batch => {
      batches.push(batch.map(ids => ids.length))
      await new Promise(resolve => setImmediate(resolve))
      if (fail) throw new Error('the network is gone')
      return batch.map(ids => ({ logits: Float32Array.of(ids.length), contributions: new Float32Array() }))
    },
    close: async () => undefined,
  }
  return { batches, run: buildBatching(session) }
}

test('each input gets its own answer, whatever it was run with', async () => {
  const { run } = recording()
  const lengths = [5, 90, 6, 88, 5, 200]
  const outputs = await Promise.all(lengths.map(length => run(input(length))))
  expect(outputs.map(({ logits }) => logits[0])).toEqual(lengths)
})

test('what waits at the same time and is about as long is run together, eight at most', async () => {
  const { batches, run } = recording()
  await Promise.all([10, 100, 95, 12, 98, ...Array.from({ length: 9 }, () => 20)].map(one => run(input(one))))
  expect(batches).toEqual([[10], [100, 95, 98], [12], Array.from({ length: 8 }, () => 20), [20]])
})

test('a failure reaches those whose batch it was, and the next are run', async () => {
  const { run } = recording(true)
  await expect(Promise.all([run(input(3)), run(input(90))])).rejects.toThrow('gone')
  await expect(run(input(4))).rejects.toThrow('gone')
})

test('what a network that hangs does not answer is given up', async () => {
  vi.useFakeTimers()
  const hung: Session = { run: () => new Promise(() => undefined), close: async () => undefined }
  const answer = expect(buildBatching(hung)(input(3))).rejects.toThrow('not read within 3000 ms')
  await vi.advanceTimersByTimeAsync(3_000)
  await answer
  vi.useRealTimers()
})
