/** What waits between attempts, and is ended by a stop. */
export interface Patience {
  readonly isStopped: () => boolean
  /** Resolves after some milliseconds, half as many again at most; at once when it is stopped. */
  readonly pause: (milliseconds: number) => Promise<void>
  /** Resolves with what the work does, or with `undefined` when it is stopped before. */
  readonly unlessStopped: <Result>(work: Promise<Result>) => Promise<Result | undefined>
  readonly stop: () => void
}

export function buildPatience(): Patience {
  const stopping = new AbortController()
  const { signal } = stopping
  const stopped = new Promise<undefined>(resolve =>
    signal.addEventListener('abort', () => resolve(undefined), { once: true }),
  )
  return {
    isStopped: () => signal.aborted,
    pause: milliseconds => {
      let timer: NodeJS.Timeout | undefined
      const over = new Promise<void>(resolve => {
        timer = setTimeout(resolve, milliseconds * (1 + Math.random() / 2))
      })
      return Promise.race([over, stopped]).finally(() => clearTimeout(timer))
    },
    unlessStopped: work => Promise.race([work, stopped]),
    stop: () => stopping.abort(),
  }
}
