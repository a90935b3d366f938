// `npm run faults`: breaks what the service stands on, under load, and checks that nothing it acknowledged was lost.
import { faults } from './faults/all.js'
import { countOf, printTally, writeCounts } from './report.js'
import { run } from './run.js'
import { readSettings } from './settings.js'
import type { Tally } from './tally.js'

const settings = readSettings(process.argv.slice(2), Object.keys(faults))
const interruption = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interruption.abort())

const started = performance.now()
const tallies: Tally[] = []
try {
  for (const kind of settings.stores) {
    const say = (line: string): void => console.log(`${clock()} ${kind} ${line}`)
    const tally = await run({ ...settings, kind, faults, signal: interruption.signal, say })
    printTally(`${kind}, seed ${settings.seed}, ${settings.rate} messages a second`, tally)
    tallies.push(tally)
  }
  const counts = countOf(tallies, settings)
  if (settings.report !== undefined) writeCounts(settings.report, counts)
  console.log(`\n${counts.passed} passed, ${counts.failed} failed`)
  // Requests that are still out belong to a service that has ended.
  process.exit(counts.failed === 0 ? 0 : 1)
} catch (error) {
  if (!interruption.signal.aborted) throw error
  console.error('interrupted: everything was cleaned up')
  process.exit(130)
}

/** Minutes and seconds since the start. */
function clock(): string {
  const seconds = Math.floor((performance.now() - started) / 1_000)
  return `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`
}
