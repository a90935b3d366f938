/** How often and how long a call is tried. */
export interface Patience {
  /** Attempts after the first. */
  readonly retries: number
  /** Milliseconds for one attempt, its answer read. */
  readonly timeout: number
  /** Milliseconds: the first pause is at most this, each further one at most twice the one before. */
  readonly backoff: number
}

/** Milliseconds. */
const LONGEST_PAUSE = 30_000

/**
 * Calls until there is an answer that a repeat would not change. 429 was refused before anything was done, so it is always
 * tried again; 503, a time-out and a lost connection only when a repeat does no harm. A pause is as long as `Retry-After`
 * says and a random while longer, so that many clients do not come back at once.
 */
export async function inAttempts(
  call: (signal: AbortSignal) => Promise<Response>,
  { retries, timeout, backoff }: Patience,
  { isRepeatable, signal }: { readonly isRepeatable: boolean; readonly signal: AbortSignal | undefined },
): Promise<Response> {
  for (let attempt = 0; ; attempt++) {
    const isLast = attempt >= retries
    const pause = Math.random() * Math.min(backoff * 2 ** attempt, LONGEST_PAUSE)
    const limit = AbortSignal.timeout(timeout)
    try {
      const response = await call(signal ? AbortSignal.any([signal, limit]) : limit)
      const isWorthwhile = response.status === 429 || (response.status === 503 && isRepeatable)
      if (isLast || !isWorthwhile) return response
      await response.body?.cancel()
      await rest(pause + retryAfter(response), signal)
    } catch (failure) {
      if (isLast || !isRepeatable || signal?.aborted) throw failure
      await rest(pause, signal)
    }
  }
}

/** Milliseconds. */
function retryAfter(response: Response): number {
  const value = response.headers.get('retry-after') ?? '0'
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1_000
  return Math.max(0, seconds || 0) * 1_000
}

function rest(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, milliseconds)
    if (signal?.aborted) stop()
    else signal?.addEventListener('abort', stop, { once: true })
  })
}
