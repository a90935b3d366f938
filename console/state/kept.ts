import { effect, type Signal, signal } from '@preact/signals'

/**
 * A signal that survives a reload. What was stored by an older version, or changed by hand, is read again by `read`, which
 * gives the initial value where it cannot be used.
 */
export function kept<Value>(storage: Storage, name: string, read: (stored: unknown) => Value): Signal<Value> {
  const value = signal(read(parsed(storage.getItem(`sekisho.${name}`))))
  effect(() => storage.setItem(`sekisho.${name}`, JSON.stringify(value.value)))
  return value
}

function parsed(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

export function fieldOf(stored: unknown, name: string): unknown {
  return typeof stored === 'object' && stored !== null ? Reflect.get(stored, name) : undefined
}

export function strings(stored: unknown): string[] {
  return Array.isArray(stored) ? stored.filter(one => typeof one === 'string') : []
}
