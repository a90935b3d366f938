import { signal } from '@preact/signals'
import { Failure } from '../api/failure.js'
import { attempt } from './notices.js'

/** What became of a question: `value` or `failure` when there is one, neither while it is on its way. */
export interface Fetched<Value> {
  readonly value?: Value
  readonly failure?: unknown
}

const KEPT = 30

/** Answers that are fetched when they are first wanted, each by its key. */
export function fetched<Value>() {
  const all = signal<ReadonlyMap<string, Fetched<Value>>>(new Map())
  const put = (key: string, found: Fetched<Value>): void => {
    all.value = new Map([...all.value, [key, found] as const].slice(-KEPT))
  }
  const again = async (key: string, ask: () => Promise<Value>): Promise<void> => {
    put(key, {})
    try {
      put(key, { value: await ask() })
    } catch (failure) {
      put(key, { failure })
      // That ends the session, wherever it comes to light.
      if (failure instanceof Failure && failure.kind === 'wrong_key')
        await attempt(() => Promise.reject(failure))
    }
  }
  return {
    of: (key: string): Fetched<Value> => all.value.get(key) ?? {},
    want: (key: string, ask: () => Promise<Value>): void => {
      if (!all.peek().has(key)) void again(key, ask)
    },
    again,
  }
}
