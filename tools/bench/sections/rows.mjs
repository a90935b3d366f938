import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'libsql'
import { buildIdFactory } from '../../../dist/contract/ids.js'
import { openStore } from '../../../dist/store/store.js'
import { median, ruleset, screen, texts } from '../context.mjs'

/** What moderators ask, with few and with many stored screenings: `--rows` of them, 1,000,000 unless told otherwise. */
export const title = 'milliseconds by stored rows, SQLite on disk'
export async function measure({ rows, rounds }) {
  const directory = mkdtempSync(join(tmpdir(), 'sekisho-bench-'))
  const results = {}
  try {
    for (const size of [1_000, rows]) {
      const file = join(directory, `${size}.db`)
      const store = await openStore({ kind: 'sqlite', file }, 'full')
      await fill(store, file, size)
      results[size] = await ask(store, rounds)
      await store.close()
    }
  } finally {
    rmSync(directory, { recursive: true })
  }
  results.times = Object.fromEntries(
    Object.keys(results[rows]).map(name => [name, results[rows][name] / results[1_000][name]]),
  )
  return results
}

/** A thousand through the front door; the others are copies of them with ids of their own. */
async function fill(store, file, size) {
  const nextId = buildIdFactory()
  const flagged = texts.violating.map(text => ({ text, judgement: screen(text) })).filter(({ judgement }) => judgement.flagged)
  const defaults = { stage: 'pre_contract', kind: 'message', outsideContactApproved: false, dryRun: false, explain: false }
  await store.inbox.keep(
    'default',
    flagged.slice(0, 1_000).map(({ text, judgement }, at) => ({
      id: nextId(),
      message: { ...defaults, text, messageId: `m${at}`, client: { id: `c${at % 300}` } },
      judgement,
    })),
  )
  const database = new Database(file)
  const columns = table => database.prepare(`pragma table_info(${table})`).all().map(({ name }) => name)
  const copy = (table, id, copies) => {
    const list = columns(table).filter(name => name !== id)
    database.exec(`
      with recursive copies(n) as (select 1 union all select n + 1 from copies where n < ${copies})
      insert into ${table} (${id}, ${list.join(', ')})
      select substr(${id}, 1, 22) || printf('%04d', n) || substr(${id}, 27), ${list.join(', ')} from copies, ${table}`)
  }
  const copies = size / 1_000 - 1
  if (copies > 0) for (const [table, id] of [['screenings', 'id'], ['screening_hits', 'screening_id']]) copy(table, id, copies)
  database.exec('analyze')
  database.close()
}

async function ask(store, rounds) {
  const category = ruleset.categories[0].id
  const { items } = await store.screenings.list('default', { status: 'pending' }, { limit: 100 })
  const ids = items.map(({ id }) => id)
  const work = {
    'first page': () => store.screenings.list('default', { status: 'pending' }, { limit: 50 }),
    'page by category': () => store.screenings.list('default', { status: 'pending', category }, { limit: 50 }),
    'page by client': () => store.screenings.list('default', { clientId: 'c7' }, { limit: 50 }),
    'one screening': at => store.screenings.find('default', ids[at]),
    'claim and review': async at => {
      await store.queue.claim('default', ids[at], 'bench', 10)
      await store.queue.review('default', ids[at], 'bench', { decision: 'confirmed' })
    },
    counts: () => store.screenings.count('default', {}),
  }
  const times = {}
  for (const [name, run] of Object.entries(work)) {
    const each = []
    for (let at = 0; at < 5 * rounds; at++) {
      const since = performance.now()
      await run(at)
      each.push(performance.now() - since)
    }
    times[name] = median(each)
  }
  return times
}
