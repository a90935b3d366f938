import { median, servers } from '../context.mjs'

/** From `node` to ready, and the memory then, beside a service that only loads kuromoji. */
export const title = 'start and memory'
export async function measure({ rounds }) {
  const times = { kuromoji: [], sekisho: [] }
  const memory = { kuromoji: [], sekisho: [] }
  for (let round = 0; round < rounds; round++) {
    for (const name of ['kuromoji', 'sekisho']) {
      const server = await servers[name]()
      times[name].push(server.readyAfter)
      memory[name].push(server.rss())
      await server.stop()
    }
  }
  const row = name => ({ milliseconds: median(times[name]), megabytes: median(memory[name]) })
  const [ours, theirs] = [row('sekisho'), row('kuromoji')]
  return {
    kuromoji: theirs,
    sekisho: ours,
    times: { milliseconds: ours.milliseconds / theirs.milliseconds, megabytes: ours.megabytes / theirs.megabytes },
  }
}
