import { texts } from '../context.js'
import type { Figures } from '../figures.js'
import { load } from '../load.js'
import { type Server, servers } from '../servers.js'
import type { Settings } from '../settings.js'
import { median } from '../stopwatch.js'
import type { Section } from './section.js'

/** As many texts of a kind as one round sends. */
const SENT = 2_500

/** `POST /screen` beside an echo and a bare kuromoji endpoint: the same texts, all distinct, in turns. */
export const http: Section = {
  title: 'HTTP, 10 connections, one process each',
  measure: async settings => {
    const echo = await servers.echo()
    const kuromoji = await servers.kuromoji()
    const sekisho = await servers.sekisho()
    const running = { echo, kuromoji, sekisho }
    const results: Record<string, Figures> = {}
    for (const [kind, all] of Object.entries(texts))
      results[kind] = await compare(running, all.slice(0, SENT), settings)
    for (const server of Object.values(running)) await server.stop()
    return results
  },
}

async function compare(
  running: Readonly<Record<'echo' | 'kuromoji' | 'sekisho', Server>>,
  texts: readonly string[],
  { rounds, seconds }: Settings,
): Promise<Figures> {
  const measured = { echo: samples(), kuromoji: samples(), sekisho: samples() }
  for (let round = 0; round < rounds; round++) {
    for (const name of ['echo', 'kuromoji', 'sekisho'] as const) {
      const run = await load(running[name].url, texts, { mark: round, seconds })
      measured[name].requests.push(run.requests.average)
      measured[name].p99.push(run.latency.p99)
    }
  }
  const rate = (name: keyof typeof measured): number => median(measured[name].requests)
  return {
    echoPerSecond: rate('echo'),
    kuromojiPerSecond: rate('kuromoji'),
    sekishoPerSecond: rate('sekisho'),
    timesKuromoji: rate('sekisho') / rate('kuromoji'),
    timesEcho: rate('sekisho') / rate('echo'),
    p99Milliseconds: median(measured.sekisho.p99),
    kuromojiP99Milliseconds: median(measured.kuromoji.p99),
  }
}

/** One figure a round. */
function samples(): { readonly requests: number[]; readonly p99: number[] } {
  return { requests: [], p99: [] }
}
