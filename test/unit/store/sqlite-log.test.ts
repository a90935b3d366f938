import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import Database from 'libsql'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { emptyLog, openDatabase } from '../../../src/store/database.js'
import type { Tables } from '../../../src/store/tables.js'

let directory: string
let file: string
let db: Kysely<Tables>
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'sekisho-log-'))
  file = join(directory, 'a.db')
  db = await openDatabase({ kind: 'sqlite', file })
  await sql`create table words (word text)`.execute(db)
})
afterEach(async () => {
  await db.destroy()
  rmSync(directory, { recursive: true })
})

const write = (word: string) => sql`insert into words values (${word})`.execute(db)
const empty = () => emptyLog({ kind: 'sqlite', file }, db)
const logSize = (): number => statSync(`${file}-wal`).size
const isInFile = (word: string): boolean => readFileSync(file).includes(word)

test('emptied, it is in the file, and the log holds no word of it', async () => {
  await write('himitsu')
  expect(isInFile('himitsu')).toBe(false)
  expect(await empty()).toBe(true)
  expect(isInFile('himitsu')).toBe(true)
  expect(readFileSync(`${file}-wal`).includes('himitsu')).toBe(false)
  expect(await empty()).toBe(true)
})

test('while somebody writes nothing is copied: what they commit could be lost', async () => {
  await write('himitsu')
  const writer = new Database(file)
  writer.exec('begin immediate')
  expect(await empty()).toBe(false)
  expect(isInFile('himitsu')).toBe(false)
  writer.exec('commit')
  writer.close()
  expect(await empty()).toBe(true)
})

test('while somebody reads what was before, the log stays', async () => {
  await write('himitsu')
  const reader = new Database(file)
  reader.exec('begin')
  reader.prepare('select * from words').all()
  await write('more')
  expect(await empty()).toBe(false)
  reader.exec('commit')
  reader.close()
  expect(await empty()).toBe(true)
})

test('SQLite copies nothing of itself; a log that has grown is copied by us, and begun anew', async () => {
  const big = 'x'.repeat(200_000)
  await db.transaction().execute(async all => {
    for (let at = 0; at < 40; at++) await sql`insert into words values (${big})`.execute(all)
  })
  expect(logSize()).toBeGreaterThan(8_000_000)
  await expect.poll(() => statSync(file).size, { timeout: 5_000 }).toBeGreaterThan(8_000_000)
  await write('small')
  expect(logSize()).toBeLessThan(100_000)
})

test('closed, all is in the one file, and the log holds no word of it', async () => {
  await write('himitsu')
  await db.destroy()
  expect(isInFile('himitsu')).toBe(true)
  const log = `${file}-wal`
  expect(existsSync(log) && readFileSync(log).includes('himitsu')).toBe(false)
  db = await openDatabase({ kind: 'sqlite', file })
})
