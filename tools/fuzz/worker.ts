// One target in a thread of its own: what hangs there can be seen, and ended, from outside.
import { parentPort, workerData } from 'node:worker_threads'
import { startCoverage } from './coverage.js'
import type { Finding, Message, Search, Timed } from './messages.js'
import { failureOf, search } from './search.js'
import { targets } from './targets/all.js'
import { underWay } from './under-way.js'

const { name, seconds, seed, input, memory }: Search = workerData
const say = (message: Message): void => parentPort?.postMessage(message)

const current = underWay(memory)
const coverage = startCoverage(url => url.includes('/build/src/') || url.includes('/node_modules/yaml/'))
const load = targets[name]
if (!load) throw new Error(`no target is called ${name}`)
const target = await load()
await (input === undefined ? searchLong() : runOnce(input))

async function searchLong(): Promise<void> {
  const until = performance.now() + seconds * 1_000
  const { failure, slow, ...found } = await search(target, {
    seed,
    coverage,
    isTimeLeft: () => performance.now() < until,
    onRun: current.note,
    onProgress: progress => say({ progress }),
  })
  coverage.stop()
  const slowest = await slowestOf(slow)
  const knownSlow = await slowestOf(Object.values(target.knownSlow ?? {}))
  say({ done: { ...found, slowest, knownSlow, failure: failure && finding(failure.input, failure.error) } })
}

async function runOnce(once: string): Promise<void> {
  coverage.stop()
  current.note(once)
  const error = await failureOf(target, once)
  const failure = error === undefined ? undefined : finding(once, error)
  const slowest = failure ? undefined : await slowestOf([once])
  say({ done: { executions: 1, code: 0, gained: 0, corpus: 0, slowest, knownSlow: undefined, failure } })
}

function finding(input: string, error: unknown): Finding {
  return { input, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}

/** Timed where nothing is measured beside it: the least of three, when the code is warm; only of those that may be it. */
async function slowestOf(inputs: readonly string[]) {
  const once = slowestFirst(await timedAll(inputs, 1))
  const again = await timedAll(
    once.slice(0, 3).map(({ input }) => input),
    3,
  )
  return slowestFirst(again)[0]
}

async function timedAll(inputs: readonly string[], rounds: number): Promise<Timed[]> {
  const all: Timed[] = []
  for (const input of inputs) {
    let took = Number.POSITIVE_INFINITY
    for (let round = 0; round < rounds; round++) {
      current.note(input)
      const since = performance.now()
      await failureOf(target, input)
      took = Math.min(took, performance.now() - since)
    }
    all.push({ input, took })
  }
  return all
}

function slowestFirst(all: readonly Timed[]): Timed[] {
  return [...all].sort((a, b) => b.took - a.took)
}
