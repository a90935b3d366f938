import { servers } from '../servers.js'
import { median } from '../stopwatch.js'
import type { Section } from './section.js'

/** From `node` to ready, and the memory then, beside a service that only loads kuromoji. */
export const start: Section = {
  title: 'start and memory',
  measure: async ({ rounds }) => {
    const samples = { kuromoji: starts(), sekisho: starts() }
    for (let round = 0; round < rounds; round++) {
      for (const name of ['kuromoji', 'sekisho'] as const) {
        const server = await servers[name]()
        samples[name].milliseconds.push(server.readyAfter)
        samples[name].megabytes.push(server.rss())
        await server.stop()
      }
    }
    const row = (name: keyof typeof samples) => ({
      milliseconds: median(samples[name].milliseconds),
      megabytes: median(samples[name].megabytes),
    })
    const [ours, theirs] = [row('sekisho'), row('kuromoji')]
    return {
      kuromoji: theirs,
      sekisho: ours,
      times: {
        milliseconds: ours.milliseconds / theirs.milliseconds,
        megabytes: ours.megabytes / theirs.megabytes,
      },
    }
  },
}

/** One figure a round. */
function starts(): { readonly milliseconds: number[]; readonly megabytes: number[] } {
  return { milliseconds: [], megabytes: [] }
}
