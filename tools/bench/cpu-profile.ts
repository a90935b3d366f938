import { z } from 'zod'

/** What is read of a file that `node --cpu-prof` writes. Times are microseconds of the machine's monotonic clock. */
export const cpuProfile = z.object({
  nodes: z.array(
    z.object({
      id: z.number(),
      callFrame: z.object({ functionName: z.string(), url: z.string() }),
      children: z.array(z.number()).optional(),
    }),
  ),
  startTime: z.number(),
  /** The node that was running, sample by sample, and how long after the sample before. */
  samples: z.array(z.number()),
  timeDeltas: z.array(z.number()),
})

type CpuProfile = z.infer<typeof cpuProfile>

/**
 * Microseconds by the file or library that ran, between two times, widest first. What V8 and Node do for a caller without a
 * file of its own (a regular expression, `JSON.stringify`) counts as the caller's. Waiting is left out.
 */
export function timeByPlace(
  { nodes, startTime, samples, timeDeltas }: CpuProfile,
  { from, to }: { readonly from: number; readonly to: number },
): ReadonlyMap<string, number> {
  const byId = new Map(nodes.map(node => [node.id, node]))
  const parents = new Map(nodes.flatMap(({ id, children = [] }) => children.map(child => [child, id])))
  const times = new Map<string, number>()
  let now = startTime
  for (const [at, id] of samples.entries()) {
    const taken = timeDeltas[at] ?? 0
    now += taken
    const place = placeAt(id)
    if (now >= from && now <= to && place !== '(idle)') times.set(place, (times.get(place) ?? 0) + taken)
  }
  return new Map([...times].sort(([, a], [, b]) => b - a))

  function placeAt(id: number | undefined): string {
    const frame = id === undefined ? undefined : byId.get(id)?.callFrame
    if (id === undefined || frame === undefined) return '(program)'
    if (frame.url !== '') return placeOf(frame.url)
    return OF_THE_ENGINE.has(frame.functionName) ? frame.functionName : placeAt(parents.get(id))
  }
}

const OF_THE_ENGINE: ReadonlySet<string> = new Set(['(idle)', '(program)', '(garbage collector)'])

/** Our own files by their path, libraries and parts of Node by their name. */
export function placeOf(url: string): string {
  const library = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1]
  if (library !== undefined) return library
  const own = /.*\/dist\/(.+)\.js$/.exec(url)?.[1]
  return own === undefined ? url.replace(/^(node:(?:internal\/)?[^/]+).*/, '$1') : `src/${own}.ts`
}

const AREAS: readonly (readonly [string, RegExp])[] = [
  ['judgement', /^(?:src\/(?:screening|tokeniser|ruleset)\/|@monyone\/|lru-cache$|libphonenumber-js$)/],
  ['store', /^(?:src\/(?:moderation|store)\/|kysely$|libsql$|@libsql\/|pg)/],
  [
    'Fastify and its plugins',
    /^(?:@?fastify|find-my-way|helmet|avvio|secure-json-parse|fast-|reusify|light-my)/,
  ],
  ['our HTTP', /^src\/(?:http|access|contract|app)\b/],
  ['our figures and log', /^(?:src\/operation\/|prom-client$|pino|src\/main)/],
  ['validation', /^zod$/],
  ['Node', /^node:/],
  ['engine', /^\(/],
]

/** The part of the work that a place belongs to. */
export const areaOf = (place: string): string =>
  AREAS.find(([, places]) => places.test(place))?.[0] ?? 'other libraries'
