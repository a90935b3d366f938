import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ListType } from '../../../src/contract/lists.js'
import { openDatabase } from '../../../src/store/database.js'
import { openStore } from '../../../src/store/store.js'
import { texts } from '../context.js'
import type { Figures } from '../figures.js'
import { load } from '../load.js'
import { rest, type Server, servers } from '../servers.js'
import { median, quantile } from '../stopwatch.js'
import type { Section } from './section.js'

/** As many as a tenant may have: phrases, domains and clients in equal parts. */
const ENTRIES = 100_000
const TYPES: readonly ListType[] = ['phrase', 'domain', 'client', 'line_id']
const AT_ONCE = 1_000

/** `POST /screen` with nothing listed and with all that may be, in turns: the same legitimate texts, and a client. */
export const lists: Section = {
  title: 'POST /screen with 0 and 100,000 denied entries, READER=off, 10 connections',
  measure: async ({ rounds, seconds }) => {
    const directory = mkdtempSync(join(tmpdir(), 'sekisho-bench-'))
    const running = new Map<string, Server>()
    try {
      for (const size of [0, ENTRIES]) running.set(`${size} entries`, await startWith(directory, size))
      for (const server of running.values()) await rest(server)
      return await compare(running, rounds, seconds)
    } finally {
      for (const server of running.values()) await server.stop()
      rmSync(directory, { recursive: true })
    }
  },
}

async function startWith(directory: string, size: number): Promise<Server> {
  const file = join(directory, `${size}.db`)
  const location = { kind: 'sqlite' as const, file }
  await (await openStore(location, 'full')).close()
  const db = await openDatabase(location)
  for (let first = 0; first < size; first += AT_ONCE)
    await db
      .insertInto('list_entries')
      .values(Array.from({ length: AT_ONCE }, (_, at) => entryOf(first + at)))
      .execute()
  if (size > 0)
    await db.insertInto('list_versions').values({ tenant: 'default', version: 1, entries: size }).execute()
  await db.destroy()
  return servers.sekisho({ READER: 'off', MAX_DELAY_MS: '0', DATABASE_URL: `sqlite:${file}` })
}

/** Phrases begin as the texts do, so that their beginnings are met: what is denied is never in a text as a whole. */
function entryOf(number: number) {
  const type = TYPES[number % TYPES.length] ?? 'phrase'
  const text = texts.legitimate[number % texts.legitimate.length] ?? ''
  const phrase = `${text.replace(/\s/gu, '').slice(number % 7, (number % 7) + 6)}#${number}`
  const key = type === 'phrase' ? phrase : type === 'domain' ? `n${number}.example.com` : `c${number}`
  return {
    id: `lst_${String(number).padStart(26, '0')}`,
    tenant: 'default',
    list: 'deny' as const,
    type,
    key,
    value: key,
    reason: 'reason',
    category: null,
    set_by: 'bench',
    set_at: '2026-01-01T00:00:00.000Z',
    expires_at: null,
    version: 1,
  }
}

/** The first round only warms up. */
async function compare(
  running: ReadonlyMap<string, Server>,
  rounds: number,
  seconds: number,
): Promise<Figures> {
  const around175 = texts.legitimate.filter(text => Math.abs(text.length - 175) <= 17)
  const samples = new Map(
    [...running.keys()].map(name => [
      name,
      { computed: [] as number[], rates: [] as number[], ms: [] as number[] },
    ]),
  )
  for (let round = 0; round <= rounds; round++)
    for (const [name, server] of running) {
      const before = server.cpu()
      const { perSecond, milliseconds } = await load(server.url, around175, {
        mark: round,
        seconds,
        more: () => ({ client: { id: 'client' } }),
      })
      if (round === 0) continue
      const own = samples.get(name)
      own?.rates.push(perSecond)
      own?.ms.push(...milliseconds)
      own?.computed.push((server.cpu() - before) / milliseconds.length)
    }
  return Object.fromEntries(
    [...samples].map(([name, { rates, ms, computed }]) => [
      name,
      {
        messagesPerSecond: median(rates),
        computedAMessage: median(computed),
        p50: quantile(ms, 0.5),
        megabytes: running.get(name)?.rss() ?? Number.NaN,
      },
    ]),
  )
}
