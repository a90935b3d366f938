import { signal } from '@preact/signals'

/** Milliseconds since 1970, as ages are told by: it moves every fifteen seconds. */
export const now = signal(Date.now())

setInterval(() => {
  now.value = Date.now()
}, 15_000)
