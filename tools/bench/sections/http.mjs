import { load } from '../load.mjs'
import { median, servers, texts } from '../context.mjs'

/** `POST /screen` beside an echo and a bare kuromoji endpoint: the same texts, all distinct, in turns. */
export const title = 'HTTP, 10 connections, one process each'
export async function measure({ rounds, seconds }) {
  const running = []
  for (const open of Object.values(servers)) running.push(await open())
  const results = {}
  for (const [kind, all] of Object.entries(texts)) {
    const rows = Object.fromEntries(running.map(({ name }) => [name, { requests: [], p99: [] }]))
    for (let round = 0; round < rounds; round++) {
      for (const { name, url } of running) {
        const run = await load(url, all.slice(0, 2_500), { mark: round, seconds })
        rows[name].requests.push(run.requests.average)
        rows[name].p99.push(run.latency.p99)
      }
    }
    const of = name => median(rows[name].requests)
    results[kind] = {
      ...Object.fromEntries(running.map(({ name }) => [`${name}PerSecond`, of(name)])),
      timesKuromoji: of('sekisho') / of('kuromoji'),
      timesEcho: of('sekisho') / of('echo'),
      p99Milliseconds: median(rows.sekisho.p99),
      kuromojiP99Milliseconds: median(rows.kuromoji.p99),
    }
  }
  for (const server of running) await server.stop()
  return results
}
