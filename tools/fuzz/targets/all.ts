import type { LoadTarget } from '../target.js'

/** By the name that `--only` takes, cheap ones first. Imported when it is its turn, so that coverage sees all of it. */
export const targets: Readonly<Record<string, LoadTarget>> = {
  ndjson: async () => (await import('./ndjson.js')).load(),
  json: async () => (await import('./json.js')).load(),
  segment: async () => (await import('./segment.js')).load(),
  normalise: async () => (await import('./normalise.js')).load(),
  yaml: async () => (await import('./yaml.js')).load(),
  unmask: async () => (await import('./unmask.js')).load(),
  screen: async () => (await import('./screen.js')).load(),
}
