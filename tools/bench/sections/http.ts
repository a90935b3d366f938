import { texts } from '../context.js'
import type { Figures } from '../figures.js'
import { load } from '../load.js'
import { longestTurn, rest, type Server, servers } from '../servers.js'
import type { Settings } from '../settings.js'
import { median, quantile } from '../stopwatch.js'
import type { Section } from './section.js'

/** Characters of the messages. */
const LENGTHS = [75, 175, 1_000] as const
const BASELINES: readonly string[] = ['echo', 'kuromoji']

/** One way to be asked: a server, and what its messages carry besides their text. */
interface Way {
  readonly server: Server
  /** Sekisho, which has figures of its event loop. */
  readonly isOurs: boolean
  readonly more?: (name: string) => Readonly<Record<string, unknown>>
}

/**
 * `POST /screen` beside an echo and a bare kuromoji endpoint: the same legitimate texts, all distinct, in turns. Ours keep
 * their store on disk. `stored` sends an id with each message, so that each leaves a receipt; `dry` leaves nothing.
 */
export const http: Section = {
  title: 'POST /screen on legitimate messages, 10 connections, by length, READER and processes',
  measure: async settings => {
    const running = await startAll()
    const ways = waysOf(running)
    const results: Record<string, Figures> = {}
    try {
      for (const server of running.values()) await rest(server)
      for (const length of LENGTHS)
        results[`${length} characters`] = await compare(ways, textsOf(length), settings)
      results.server = Object.fromEntries(
        [...running].map(([name, { readyAfter, rss }]) => [
          name,
          { readyMilliseconds: readyAfter, megabytesAfterLoad: rss() },
        ]),
      )
    } finally {
      for (const server of running.values()) await server.stop()
    }
    return results
  },
}

/** One after the other, so that none slows the start of another. */
async function startAll(): Promise<ReadonlyMap<string, Server>> {
  const running = new Map([
    ['echo', await servers.echo()],
    ['kuromoji', await servers.kuromoji()],
  ])
  for (const WORKERS of ['1', '2'])
    for (const READER of ['off', 'uncertain', 'all'])
      running.set(
        WORKERS === '1' ? READER : `${READER}, ${WORKERS} processes`,
        await servers.sekisho({
          READER,
          WORKERS,
          DATABASE_URL: 'sqlite:screenings.db',
          // Everything is answered: what is refused would look fast.
          MAX_DELAY_MS: '0',
        }),
      )
  return running
}

function waysOf(running: ReadonlyMap<string, Server>): ReadonlyMap<string, Way> {
  const ways = new Map(
    [...running].map(([name, server]): [string, Way] => [
      name,
      { server, isOurs: !BASELINES.includes(name) },
    ]),
  )
  const off = running.get('off')
  if (off === undefined) return ways
  return ways
    .set('off, stored', { server: off, isOurs: true, more: messageId => ({ messageId }) })
    .set('off, dry', { server: off, isOurs: true, more: () => ({ dryRun: true }) })
}

/** No two loads send the same text. */
let marks = 0

/** The first round only warms up. Answers of all other rounds are counted together; rates are medians of rounds. */
async function compare(
  ways: ReadonlyMap<string, Way>,
  texts: readonly string[],
  { rounds, seconds }: Settings,
): Promise<Figures> {
  const measured = new Map([...ways].map(([name, way]) => [name, { way, samples: samples() }]))
  for (let round = 0; round <= rounds; round++)
    for (const { way, samples } of measured.values()) {
      const sample = await ask(way, texts, { seconds, mark: marks++ })
      if (round === 0) continue
      samples.rates.push(sample.perSecond)
      samples.milliseconds.push(...sample.milliseconds)
      samples.computed.push(sample.computed)
      samples.turns.push(sample.turn)
    }
  const rateOf = (name: string): number => median(measured.get(name)?.samples.rates ?? [])
  return Object.fromEntries(
    [...measured].map(([name, { way, samples }]) => {
      const [p50, p99] = [quantile(samples.milliseconds, 0.5), quantile(samples.milliseconds, 0.99)]
      const perSecond = rateOf(name)
      return [
        name,
        {
          messagesPerSecond: perSecond,
          timesKuromoji: perSecond / rateOf('kuromoji'),
          millisecondsAMessage: 1_000 / perSecond,
          computedAMessage: median(samples.computed),
          p50,
          p99,
          p99OverP50: p99 / p50,
          ...(way.isOurs && { longestTurn: Math.max(...samples.turns) }),
        },
      ]
    }),
  )
}

async function ask(
  { server, isOurs, more }: Way,
  texts: readonly string[],
  { seconds, mark }: { readonly seconds: number; readonly mark: number },
) {
  // What was before is forgotten.
  if (isOurs) await longestTurn(server)
  const before = server.cpu()
  const answered = await load(server.url, texts, { mark, seconds, ...(more && { more }) })
  const computed = (server.cpu() - before) / answered.milliseconds.length
  return { ...answered, computed, turn: isOurs ? await longestTurn(server) : Number.NaN }
}

/** What the rounds of one way gave. */
function samples() {
  return {
    rates: [] as number[],
    milliseconds: [] as number[],
    computed: [] as number[],
    turns: [] as number[],
  }
}

/** Legitimate messages of so many characters, give or take a tenth; longer ones than there are, put together from them. */
function textsOf(length: number): readonly string[] {
  const alike = texts.legitimate.filter(text => Math.abs(text.length - length) <= length / 10)
  if (alike.length > 0) return alike
  const all = texts.legitimate.join('\n')
  return Array.from({ length: Math.floor(all.length / length) }, (_, at) =>
    all.slice(at * length, (at + 1) * length),
  )
}
