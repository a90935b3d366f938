import { setTimeout as pauseFor } from 'node:timers/promises'
import { isBusy, OutOfTime } from './trouble.js'

/** Milliseconds that a read or a transaction may take, all waiting included: then its caller is told. */
export const PATIENCE = 5_000

/** Milliseconds between two tries for a lock: long enough for the event loop, short beside a commit on a disk. */
const FIRST_PAUSE = 2
const LONGEST_PAUSE = 25

/**
 * Does the work, and does it again while another holds the lock that it needs: nobody else in the process waits for
 * that. After `patience` milliseconds it rejects with `OutOfTime` whatever becomes of the work; from then on `inTime`
 * throws, so that work which is late can still turn back.
 */
export function patiently<Result>(
  work: (inTime: () => void) => Promise<Result>,
  patience = PATIENCE,
): Promise<Result> {
  let lock: unknown
  let late: OutOfTime | undefined

  return new Promise((resolve, reject) => {
    const clock = setTimeout(() => {
      late = outOfTime(patience, lock)
      reject(late)
    }, patience)
    void untilFree(
      () => work(inTime),
      failure => {
        lock = failure
        inTime()
      },
    )
      .then(resolve, reject)
      .finally(() => clearTimeout(clock))
  })

  function inTime(): void {
    if (late) throw late
  }
}

/**
 * Does the work, and does it again while another holds the lock that it needs, without standing still meanwhile. Before
 * each new try `again` is told of the lock: it throws when there has been enough.
 */
export async function untilFree<Result>(
  work: () => Promise<Result>,
  again: (lock: unknown) => void,
): Promise<Result> {
  for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
    let lock: unknown
    try {
      return await work()
    } catch (failure) {
      if (!isBusy(failure)) throw failure
      lock = failure
    }
    // Of unequal length, else processes that met once would meet again.
    await pauseFor(pause * (0.5 + Math.random() / 2))
    again(lock)
  }
}

export function outOfTime(patience: number, lock?: unknown): OutOfTime {
  const what = lock === undefined ? 'is busy or does not answer' : 'is busy, another holds its lock'
  return new OutOfTime(`the store ${what}: given up after ${patience / 1_000} seconds`, { cause: lock })
}
