import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DatabaseLocation } from '../../../src/contract/database-location.js'
import { firstIdAt } from '../../../src/contract/ids.js'
import { openStore, type Store } from '../../../src/store/store.js'
import { screen } from '../context.js'
import type { Figures } from '../figures.js'
import { fill } from '../filled-store.js'
import { onDatabaseOfItsOwn } from '../own-database.js'
import { median } from '../stopwatch.js'
import type { Section } from './section.js'

/** Searches among `--rows` screenings, 1,000,000 unless told otherwise; on PostgreSQL too where `--postgres` names one. */
export const search: Section = {
  title: 'milliseconds of a search, by store',
  measure: async ({ rows, rounds, postgres: url }) => {
    const directory = mkdtempSync(join(tmpdir(), 'sekisho-bench-'))
    try {
      const figures: Record<string, Figures> = {
        SQLite: await measured({ kind: 'sqlite', file: join(directory, 'search.db') }, rows, rounds),
      }
      if (url !== undefined)
        figures.PostgreSQL = await onDatabaseOfItsOwn(url, location => measured(location, rows, rounds))
      return figures
    } finally {
      rmSync(directory, { recursive: true })
    }
  },
}

/** What is looked for. What the corpus says once is said in each thousand screenings; the rarest by two of all. */
const WANTED: Readonly<Record<string, string>> = {
  'in a third of all': 'line',
  'two letters, in many': '教材',
  'two letters, in two of all': '榊鰐',
  'one letter, in two of all': '鰐',
  'a word, in two of all': '榊鰐商店',
  'two letters, in none': '鰐榊',
  'a sentence, in none': 'この一文はどのメッセージにも書かれていません',
}

async function measured(location: DatabaseLocation, rows: number, rounds: number): Promise<Figures> {
  const store = await openStore(location, 'full')
  try {
    await keepRare(store)
    await fill(store, location, rows)
    const times: [string, number][] = []
    for (const [name, q] of Object.entries(WANTED))
      times.push([name, await timeOf(rounds, () => store.screenings.list('default', { q }, { limit: 50 }))])
    const pending = { q: '教材', status: 'pending' } as const
    const page = { limit: 50 }
    times.push([
      'pending, two letters',
      await timeOf(rounds, () => store.screenings.list('default', pending, page)),
    ])
    for (const name of ['a word, in two of all', 'two letters, in many', 'in a third of all']) {
      const q = WANTED[name] ?? ''
      times.push([`counts: ${name}`, await timeOf(rounds, () => store.screenings.count('default', { q }))])
    }
    return Object.fromEntries(times)
  } finally {
    await store.close()
  }
}

/** Older than all others, so that no search comes upon them early. */
async function keepRare(store: Store): Promise<void> {
  const text = 'LINEで榊鰐商店までご連絡ください'
  const screenings = [300, 301].map(days => ({
    id: firstIdAt(new Date(Date.now() - days * DAY)),
    message: { text },
    judgement: screen(text),
  }))
  await store.inbox.keep('default', screenings)
}

const DAY = 24 * 60 * 60 * 1_000

async function timeOf(rounds: number, work: () => Promise<unknown>): Promise<number> {
  const each: number[] = []
  for (let at = 0; at < 5 * rounds; at++) {
    const since = performance.now()
    await work()
    each.push(performance.now() - since)
  }
  return median(each)
}
