import { Worker } from 'node:worker_threads'
import { fail } from '../../src/cli/fail.js'
import { progress } from '../../src/cli/progress.js'
import type { Done, Message, Search } from './messages.js'
import { readOptions } from './options.js'
import { targets } from './targets/all.js'
import { underWay } from './under-way.js'
import { shortly, written } from './written.js'

/**
 * `npm run fuzz [-- --seconds N --only NAME --seed N]`: looks for inputs that break what should hold of any input, guided by
 * the code that they reach. Exit code 1 when one is found.
 */

/** Milliseconds that one input may take before it counts as hanging; measuring slows ten times. */
const HANGS = 60_000

async function main(): Promise<void> {
  const { seconds, only, seed, input } = readOptions(process.argv.slice(2), Object.keys(targets))
  let failed = 0
  for (const name of only) {
    const memory = underWay().memory
    const done = await searched({ name, seconds: seconds / only.length, seed, input, memory })
    progress('')
    process.stdout.write(done.failure ? failureReport(name, seed, done) : cleanReport(name, done))
    if (done.failure) failed++
  }
  process.stdout.write(`${only.length} targets, ${failed} failed, seed ${seed}\n`)
  process.exitCode = failed === 0 ? 0 : 1
}

/** Searches in a thread. One that hangs is ended, and what it hangs at is the finding. */
function searched(search: Search): Promise<Done> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./worker.js', import.meta.url), { workerData: search })
    const current = underWay(search.memory)
    let last = { executions: 0, since: performance.now() }
    const watch = setInterval(() => {
      const { executions, input } = current.read()
      if (executions !== last.executions) last = { executions, since: performance.now() }
      if (executions === 0 || performance.now() - last.since < HANGS) return
      finish({ ...NOTHING, executions, failure: { input, error: `hangs for ${HANGS / 1_000} s` } })
    }, 500)

    worker.on('message', (message: Message) => {
      if ('done' in message) finish(message.done)
      else progress(`${search.name}: ${figures(message.progress)}`)
    })
    worker.on('error', error => {
      clearInterval(watch)
      reject(error)
    })

    function finish(done: Done): void {
      clearInterval(watch)
      void worker.terminate().then(() => resolve(done))
    }
  })
}

const NOTHING: Omit<Done, 'failure'> = {
  executions: 0,
  code: 0,
  corpus: 0,
  gained: 0,
  slowest: undefined,
  knownSlow: undefined,
}

const figures = ({ executions, code, corpus }: Pick<Done, 'executions' | 'code' | 'corpus'>): string =>
  `${executions} executions, ${code} characters of code, ${corpus} inputs kept`

function cleanReport(name: string, done: Done): string {
  const { slowest, knownSlow, gained } = done
  const known = knownSlow ? `, the slowest known ${knownSlow.took.toFixed(1)} ms` : ''
  const slow = slowest
    ? `; slowest ${slowest.took.toFixed(1)} ms for ${slowest.input.length} units${known}: ${shortly(slowest.input)}`
    : ''
  return `${name}: clean, ${figures(done)}, ${gained} beyond the seeds${slow}\n`
}

function failureReport(name: string, seed: number, { failure, executions }: Done): string {
  if (!failure) return ''
  const input = written(failure.input)
  return `${name}: FAILED after ${executions} executions, seed ${seed}\n${failure.error}\ninput, ${failure.input.length} units: ${input}\nagain: npm run fuzz -- --only ${name} --input '${input}'\n`
}

main().catch(fail)
