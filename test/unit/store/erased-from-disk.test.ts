import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDatabase } from '../../../src/store/database.js'
import { openStore, type Store } from '../../../src/store/store.js'
import { judged } from '../../support/screenings.js'

/** Everything that tells of the message. Looked for as bytes, so none may stand inside of what is kept. */
const WORDS = [
  'himitsu-history',
  'himitsu-text',
  'himitsu-note',
  'himitsu-reason',
  'himitsu-client',
  'himitsu-reporter',
  'himitsu-id',
]

let directory: string
let file: string
let store: Store
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'sekisho-erased-'))
  file = join(directory, 'sekisho.db')
  store = await openStore({ kind: 'sqlite', file }, 'full')
})
afterEach(async () => {
  await store.close()
  rmSync(directory, { recursive: true })
})

const erasures = [
  {
    name: 'a screening',
    erase: async () => {
      const { items } = await store.screenings.list('t', { clientId: 'himitsu-client' }, { limit: 1 })
      for (const { id } of items) await store.erasure.screening('t', id, 'boss')
    },
  },
  { name: 'a client', erase: () => store.erasure.client('t', 'himitsu-client', 'boss') },
  { name: 'all, by age', erase: () => store.erasure.purge(new Date('2200-01-01')) },
]

describe.each(erasures)('erasing $name leaves no word on the disk', ({ erase }) => {
  test('right after, when more was written, and when it is closed', async () => {
    await fill(10)
    await storeAll()
    await fill(10)
    expect(found(file)).toEqual(WORDS)
    await erase()
    expect(found(file)).toEqual([])
    await fill(30)
    expect(found(file)).toEqual([])
    await store.close()
    expect(found(file)).toEqual([])
    store = await openStore({ kind: 'sqlite', file }, 'full')
  })
})

test('a reader is not waited for: when it is gone the rest is done', async () => {
  await storeAll()
  const reader = await openDatabase({ kind: 'sqlite', file })
  await sql`begin`.execute(reader)
  await reader.selectFrom('screenings').select('id').execute()
  await store.erasure.client('t', 'himitsu-client', 'boss')
  expect(found(file)).toEqual(WORDS)
  await sql`commit`.execute(reader)
  await reader.destroy()
  await expect.poll(() => found(file), { timeout: 15_000 }).toEqual([])
})

test('killed before the log was emptied: the next start does it', async () => {
  await storeAll()
  const reader = await openDatabase({ kind: 'sqlite', file })
  await sql`begin`.execute(reader)
  await reader.selectFrom('screenings').select('id').execute()
  await store.erasure.client('t', 'himitsu-client', 'boss')
  const copy = join(directory, 'copy.db')
  for (const end of ['', '-wal', '-shm']) if (existsSync(file + end)) copyFileSync(file + end, copy + end)
  await sql`commit`.execute(reader)
  await reader.destroy()
  expect(found(copy)).toEqual(WORDS)
  const again = await openStore({ kind: 'sqlite', file: copy }, 'full')
  expect(found(copy)).toEqual([])
  await again.close()
})

describe('who may read it', () => {
  test('a database that is made here is its owner’s, and so is its directory', async () => {
    const made = join(directory, 'new', 'deeper', 'a.db')
    const other = await openStore({ kind: 'sqlite', file: made }, 'full')
    await other.queue.claim('t', judged({ text: 'x' }).id, 'me', 1)
    expect([join(directory, 'new'), join(directory, 'new', 'deeper')].map(modeOf)).toEqual([0o700, 0o700])
    const files = readdirSync(join(directory, 'new', 'deeper'))
    expect(files.sort()).toEqual(['a.db', 'a.db-shm', 'a.db-wal'])
    for (const name of files) expect(modeOf(join(directory, 'new', 'deeper', name))).toBe(0o600)
    await other.close()
  })

  test('a directory that is there keeps the rights that its operator gave it', async () => {
    const theirs = mkdtempSync(join(directory, 'theirs-'))
    const before = modeOf(theirs)
    const other = await openStore({ kind: 'sqlite', file: join(theirs, 'a.db') }, 'full')
    expect(modeOf(theirs)).toBe(before)
    expect(modeOf(join(theirs, 'a.db'))).toBe(0o600)
    await other.close()
  })
})

const modeOf = (path: string): number => statSync(path).mode & 0o777

function found(database: string): readonly string[] {
  const bytes = ['', '-wal', '-shm']
    .filter(end => existsSync(database + end))
    .map(end => readFileSync(database + end))
  return WORDS.filter(word => bytes.some(content => content.includes(word)))
}

/** A message with all that can hang on it. */
async function storeAll(): Promise<void> {
  const message = {
    text: 'LINE himitsu-text',
    messageId: 'himitsu-id',
    client: { id: 'himitsu-client' },
    history: [{ from: 'client' as const, text: 'himitsu-history' }],
  }
  await store.outbox.setEndpoint('t', 'boss', { url: 'https://a.example/', secret: 'whsec_x' })
  const screening = judged(message)
  await store.inbox.keep('t', [screening])
  await store.reports.add(
    't',
    'site',
    { reason: 'himitsu-reason', reporterId: 'himitsu-reporter' },
    judged(message),
  )
  await store.queue.review('t', screening.id, 'me', { decision: 'confirmed', note: 'himitsu-note' })
}

/** Other messages of other clients, each in a commit of its own. */
async function fill(count: number): Promise<void> {
  for (let at = 0; at < count; at++)
    await store.inbox.keep('t', [
      judged({
        text: `LINE ${'ふつう'.repeat(at * 9)}`,
        messageId: `${Math.random()}`,
        client: { id: `c-${at}` },
      }),
    ])
}
