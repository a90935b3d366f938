import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, Migrator, sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { buildIdFactory } from '../../../src/contract/ids.js'
import { openDatabase } from '../../../src/store/database.js'
import { screenings } from '../../../src/store/migrations/0001-screenings.js'
import { moderation } from '../../../src/store/migrations/0002-moderation.js'
import { migrate } from '../../../src/store/migrations/migrate.js'
import { openStore } from '../../../src/store/store.js'
import { hashText } from '../../../src/store/stored-text.js'
import type { Tables } from '../../../src/store/tables.js'
import { databases } from '../../support/stores.js'

const ROWS = 20
const textOf = (row: number): string => `LINE ${row}`

let directory: string
let file: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sekisho-migrations-'))
  file = join(directory, 'sekisho.db')
})
afterEach(() => rmSync(directory, { recursive: true }))

const sqlite = (path = file) => ({ kind: 'sqlite', file: path }) as const

describe('killed at any statement of a migration', () => {
  test.each([
    { start: 'an empty file', prepare: async () => undefined, rows: 0 },
    { start: 'the layout before 0002, with messages', prepare: asBefore0002, rows: ROWS },
  ])('$start: it opens again and is whole', { timeout: 240_000 }, async ({ prepare, rows }) => {
    const db = await openDatabase(sqlite())
    await prepare(db)
    const copies = await killedAtEachStatement(db, watched => migrate(watched))
    await db.destroy()
    expect(copies.length).toBeGreaterThan(30)
    // Nobody ever sees a part of it: before its commit everything is as it was, then everything is new.
    expect(new Set(await Promise.all([...copies, file].map(layoutOf))).size).toBe(2)
    for (const copy of copies) await expectWhole(copy, rows)
  })

  test('the version before committed each statement: what a kill left of 0002 is made up for', {
    timeout: 240_000,
  }, async () => {
    const db = await openDatabase(sqlite())
    await asBefore0002(db)
    const copies = await killedAtEachStatement(db, watched => moderation.up(watched))
    await db.destroy()
    expect(new Set(await Promise.all(copies.map(layoutOf))).size).toBeGreaterThan(20)
    for (const copy of copies) await expectWhole(copy, ROWS)
  })
})

describe.each(databases)('started at once on an empty $name', ({ create }) => {
  test('all of them come up, and wait for who was faster', { timeout: 240_000 }, async () => {
    for (let round = 0; round < 3; round++) {
      const { location, remove } = await create()
      const stores = await Promise.all([1, 2, 3].map(() => openStore(location, 'full')))
      for (const store of stores) await store.health.ping()
      await Promise.all(stores.map(store => store.close()))
      await remove()
    }
  })
})

test('a start waits for the lock, and the process goes on meanwhile', { timeout: 30_000 }, async () => {
  const other = await openDatabase(sqlite())
  await sql`begin immediate`.execute(other)
  const opening = openStore(sqlite(), 'full')
  await new Promise(resolve => setTimeout(resolve, 100))
  await sql`commit`.execute(other)
  await (await opening).close()
  await other.destroy()
})

describe.each(databases)('a database that a later version has changed, on $name', ({ create }) => {
  test.each([
    { name: '9000-colours.additive', says: /9000-colours/ },
    { name: '9000-colours', says: undefined },
  ])('$name', async ({ name, says }) => {
    const { location, remove } = await create()
    await (await openStore(location, 'full')).close()
    const raw = await openDatabase(location)
    await sql`alter table screenings add column colour text`.execute(raw)
    await sql`insert into kysely_migration (name, timestamp) values (${name}, '2100-01-01')`.execute(raw)
    await raw.destroy()
    if (says) {
      const store = await openStore(location, 'full')
      expect(store.warnings).toEqual([expect.stringMatching(says)])
      await store.close()
    } else
      await expect(openStore(location, 'full')).rejects.toThrow(
        /^a later version .+ \(9000-colours\) .+docs\/upgrade\.md\)$/,
      )
    await remove()
  })
})

/** What a kill would leave on the disk before each statement of the work, and after the last. */
async function killedAtEachStatement(
  db: Kysely<Tables>,
  work: (watched: Kysely<Tables>) => Promise<unknown>,
): Promise<readonly string[]> {
  const copies: string[] = []
  const copy = (): void => {
    const folder = join(directory, `killed-${copies.length}`)
    mkdirSync(folder)
    for (const end of ['', '-wal', '-shm'])
      if (existsSync(file + end)) copyFileSync(file + end, join(folder, `sekisho.db${end}`))
    copies.push(join(folder, 'sekisho.db'))
  }
  await work(
    db.withPlugin({
      transformQuery: ({ node }) => {
        copy()
        return node
      },
      transformResult: async ({ result }) => result,
    }),
  )
  copy()
  return copies
}

async function layoutOf(copy: string): Promise<string> {
  const db = await openDatabase(sqlite(copy))
  const { rows } = await sql<{ sql: string }>`select sql from sqlite_master order by name`.execute(db)
  await db.destroy()
  return JSON.stringify(rows)
}

async function expectWhole(copy: string, rows: number): Promise<void> {
  const store = await openStore(sqlite(copy), 'full')
  const { items } = await store.screenings.list('t', {}, { limit: 50 })
  expect(items.map(item => item.text)).toEqual(
    Array.from({ length: rows }, (_, row) => textOf(rows - 1 - row)),
  )
  const found = await store.screenings.list('t', { q: 'line 7' }, { limit: 50 })
  expect(found.items.map(item => item.text)).toEqual(rows > 7 ? [textOf(7)] : [])
  const receipts = await store.inbox.receipts(
    't',
    items.flatMap(({ messageId }) => messageId ?? []),
  )
  expect(receipts.size).toBe(rows)
  for (const item of items) {
    const receipt = receipts.get(item.messageId ?? '')
    expect([receipt?.isOf(item.text), receipt?.isOf('other')]).toEqual([true, false])
  }
  await store.close()
}

/** As the version before 0002 left it. */
async function asBefore0002(db: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => ({ '0001-screenings': screenings }) },
  })
  expect((await migrator.migrateToLatest()).error).toBeUndefined()
  const nextId = buildIdFactory()
  for (let row = 0; row < ROWS; row++) {
    const id = nextId()
    const text = textOf(row)
    const flags = JSON.stringify([{ category: 'c', evidence: [{ start: 0, end: text.length }] }])
    await sql`insert into screenings (id, tenant, message_id, created_at, status, text, text_length, stage, kind,
      outside_contact_approved, verdict, confidence, flags, scores, ruleset_version, ruleset_hash)
      values (${id}, 't', ${`m-${row}`}, '2026-01-01T00:00:00.000Z', 'pending', ${JSON.stringify(text)},
      ${text.length}, 'pre_contract', 'message', 0, 'block', 0.9, ${flags}, '{}', '1', 'h')`.execute(db)
    await sql`insert into receipts (tenant, message_id, screening_id, text_hash, result)
      values ('t', ${`m-${row}`}, ${id}, ${hashText(text)}, '{}')`.execute(db)
  }
}
