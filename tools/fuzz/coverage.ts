import { type Profiler, Session } from 'node:inspector'

/**
 * What code has been run, by V8's own counters. Only scripts that are compiled after the start are seen block by block, so
 * whatever is watched is imported afterwards. Code runs about ten times slower meanwhile.
 */
export interface Coverage {
  /** What ran since the last take. */
  readonly take: () => Covered
  readonly stop: () => void
}

/** By the URL of a script, 1 at each of its UTF-16 units that ran. */
export type Covered = ReadonlyMap<string, Uint8Array>

/** Watches the scripts of this thread whose URL `isWatched`. */
export function startCoverage(isWatched: (url: string) => boolean): Coverage {
  const session = new Session()
  session.connect()
  session.post('Profiler.enable')
  session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
  return {
    take: () =>
      new Map(
        takeScripts()
          .filter(script => isWatched(script.url))
          .map(covered),
      ),
    stop: () => {
      session.post('Profiler.stopPreciseCoverage')
      session.disconnect()
    },
  }

  /** A session of one's own thread answers at once. */
  function takeScripts(): readonly Profiler.ScriptCoverage[] {
    let taken: readonly Profiler.ScriptCoverage[] = []
    session.post('Profiler.takePreciseCoverage', (failure, { result }) => {
      if (failure) throw failure
      taken = result
    })
    return taken
  }
}

/**
 * Ranges lie in one another, the outer before the inner, and the innermost tells. One that ran as often as what it lies in
 * is left out, so ranges cannot be compared from one take to the next, but units can.
 */
function covered({ url, functions }: Profiler.ScriptCoverage): [string, Uint8Array] {
  const ranges = functions.flatMap(one => one.ranges)
  const units = new Uint8Array(Math.max(0, ...ranges.map(({ endOffset }) => endOffset)))
  for (const { startOffset, endOffset, count } of ranges)
    units.fill(count > 0 ? 1 : 0, startOffset, endOffset)
  return [url, units]
}

/** All that has been run so far. */
export class Seen {
  readonly #scripts = new Map<string, Uint8Array>()
  #units = 0

  /** Units of code that ran at some time. */
  get units(): number {
    return this.#units
  }

  /** Units that had not run before. */
  newIn(covered: Covered): number {
    let count = 0
    for (const [url, units] of covered) {
      const known = this.#scripts.get(url)
      for (const [at, ran] of units.entries()) if (ran === 1 && known?.[at] !== 1) count++
    }
    return count
  }

  add(covered: Covered): void {
    this.#units += this.newIn(covered)
    for (const [url, units] of covered) {
      const known = this.#scripts.get(url) ?? new Uint8Array()
      const all = new Uint8Array(Math.max(known.length, units.length))
      all.set(known)
      for (const [at, ran] of units.entries()) if (ran === 1) all[at] = 1
      this.#scripts.set(url, all)
    }
  }
}
