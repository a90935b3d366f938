import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore, type Store } from '../../../src/store/store.js'
import { ruleset } from '../context.js'
import type { Figures } from '../figures.js'
import { fill } from '../filled-store.js'
import { servers } from '../servers.js'
import { median } from '../stopwatch.js'
import type { Section } from './section.js'

const FEW = 1_000

/** What moderators ask, with few and with many stored screenings: `--rows` of them, 1,000,000 unless told otherwise. */
export const rows: Section = {
  title: 'milliseconds by stored rows, SQLite on disk',
  measure: async ({ rows: many, rounds }) => {
    const directory = mkdtempSync(join(tmpdir(), 'sekisho-bench-'))
    const askWith = async (size: number): Promise<ReadonlyMap<string, number>> => {
      const file = join(directory, `${size}.db`)
      const location = { kind: 'sqlite' as const, file }
      const store = await openStore(location, 'full')
      await fill(store, location, size)
      const times = await ask(store, rounds)
      await store.close()
      return new Map([...times, ...(await get(file, rounds))])
    }
    try {
      const small = await askWith(FEW)
      const large = await askWith(many)
      return {
        [FEW]: figures(small),
        [many]: figures(large),
        times: figures([...large].map(([name, time]) => [name, time / (small.get(name) ?? Number.NaN)])),
      }
    } finally {
      rmSync(directory, { recursive: true })
    }
  },
}

const ANY = { filter: {}, sort: 'harm', skip: [], includeTests: false } as const

const figures = (entries: Iterable<readonly [string, number]>): Figures => Object.fromEntries(entries)

/** Milliseconds of each question, by its name. */
export async function ask(store: Store, rounds: number): Promise<ReadonlyMap<string, number>> {
  const category = ruleset.categories[0]?.id
  const { items } = await store.screenings.list('default', { status: 'pending' }, { limit: 100 })
  const idAt = (at: number) => {
    const item = items[at]
    if (item === undefined) throw new Error(`only ${items.length} screenings wait, fewer than rounds ask for`)
    return item.id
  }
  const work: Readonly<Record<string, (at: number) => Promise<unknown>>> = {
    'first page': () => store.screenings.list('default', { status: 'pending' }, { limit: 50 }),
    'first page by harm': () =>
      store.screenings.list('default', { status: 'pending' }, { limit: 50, sort: 'harm' }),
    'page by category': () =>
      store.screenings.list('default', { status: 'pending', category }, { limit: 50 }),
    'page by client': () => store.screenings.list('default', { clientId: 'c7' }, { limit: 50 }),
    'one screening': at => store.screenings.find('default', idAt(at)),
    'claim and review': async at => {
      await store.queue.claim('default', idAt(at), 'bench', 10)
      await store.queue.review('default', idAt(at), 'bench', { decision: 'confirmed' })
    },
    next: at => store.queue.next('default', `bench ${at}`, ANY, 10),
    'next of a category': at =>
      store.queue.next('default', `bench ${at}`, { ...ANY, filter: { category } }, 10),
    counts: () => store.screenings.count('default', {}),
  }
  const times = new Map<string, number>()
  for (const [name, run] of Object.entries(work)) {
    const each: number[] = []
    for (let at = 0; at < 5 * rounds; at++) {
      const since = performance.now()
      await run(at)
      each.push(performance.now() - since)
    }
    times.set(name, median(each))
  }
  return times
}

/** Milliseconds of what a moderator's page asks over HTTP. */
async function get(file: string, rounds: number): Promise<ReadonlyMap<string, number>> {
  const server = await servers.sekisho({ DATABASE_URL: `sqlite:${file}` })
  const times = new Map<string, number>()
  for (const path of ['/screenings', '/screenings?status=pending&sort=harm', '/screenings/counts']) {
    const each: number[] = []
    for (let at = 0; at < 5 * rounds; at++) {
      const since = performance.now()
      const answer = await fetch(`${server.url}${path}`)
      await answer.arrayBuffer()
      each.push(performance.now() - since)
      if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`)
    }
    times.set(`GET ${path}`, median(each))
  }
  await server.stop()
  return times
}
