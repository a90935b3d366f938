import { StoreFailure } from '../store/gate.js'

export interface StoreTrouble {
  /** `refuse`: without the store there is no answer. `answer`: go on without it. */
  readonly onStoreFailure: 'refuse' | 'answer'
  /** Told of each failure that was answered over. */
  readonly onUnkept: (failure: unknown) => void
}

/** Asks the store, or takes what stands for its answer while it fails. */
export type OrAnswer = <Result>(work: () => Promise<Result>, without: Result) => Promise<Result>

/** For one request: once it has waited in vain for the store it asks no more, so that it waits once. */
export function answeringWithoutStore({ onStoreFailure, onUnkept }: StoreTrouble): OrAnswer {
  let silent = false
  return async (work, without) => {
    if (silent) return without
    try {
      return await work()
    } catch (failure) {
      if (onStoreFailure === 'refuse') throw failure
      onUnkept(failure)
      silent = failure instanceof StoreFailure && ['silent', 'busy'].includes(failure.trouble)
      return without
    }
  }
}
