/** Empties a log of what was deleted; false: somebody still reads it. */
export type EmptyLog = () => Promise<boolean>

export interface Scrubbing {
  /** Tries once now; where a reader is in the way, again until it is done. Never waits for the reader. */
  scrub(): Promise<void>
  stop(): void
}

/** Milliseconds until the next try. */
const AGAIN = 1_000

export function startScrubbing(emptyLog: EmptyLog): Scrubbing {
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  return { scrub, stop }

  async function scrub(): Promise<void> {
    clearTimeout(timer)
    // The deletion itself is done: a log that cannot be emptied must not make it look failed.
    const done = await emptyLog().catch(() => false)
    if (!done && !stopped) timer = setTimeout(() => void scrub(), AGAIN).unref()
  }

  function stop(): void {
    stopped = true
    clearTimeout(timer)
  }
}
