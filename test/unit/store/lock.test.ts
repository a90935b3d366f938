import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import Database from 'libsql'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { StoreFailure } from '../../../src/store/gate.js'
import { PATIENCE } from '../../../src/store/patience.js'
import { openStore, type Store } from '../../../src/store/store.js'
import { judged } from '../../support/screenings.js'

/** Somebody else with the same file: a maintenance script, a `VACUUM` by hand. */
let other: Database.Database
let store: Store
let directory: string
let turns: number

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'sekisho-lock-'))
  const file = join(directory, 'a.db')
  store = await openStore({ kind: 'sqlite', file }, 'full')
  other = new Database(file)
})
afterAll(async () => {
  await store.close()
  other.close()
  rmSync(directory, { recursive: true })
})
afterEach(() => {
  if (other.inTransaction) other.exec('rollback')
})
beforeEach(() => {
  turns = 0
  const timer = setInterval(() => turns++, 10)
  return () => clearInterval(timer)
})

const tenWriters = () =>
  Promise.allSettled(
    Array.from({ length: 10 }, () => store.inbox.keep('t', [judged({ text: 'LINEのIDを教えて' })])),
  )
const kept = async (): Promise<number> => (await store.screenings.list('t', {}, { limit: 100 })).items.length

describe("while another holds SQLite's write lock", () => {
  test('the process goes on, others read, and who waits writes as soon as it is free', async () => {
    other.exec('begin immediate')
    const before = await kept()
    const writers = tenWriters()
    let written = false
    void writers.then(() => {
      written = true
    })
    await pause(300)
    expect(written).toBe(false)
    expect(turns).toBeGreaterThan(5)
    expect(await kept()).toBe(before)
    other.exec('rollback')
    expect((await writers).map(({ status }) => status)).toEqual(Array(10).fill('fulfilled'))
    expect(await kept()).toBe(before + 10)
  })

  test('writers are told so together, not one after the other, and nothing of theirs comes later', async () => {
    const before = await kept()
    other.exec('begin immediate')
    const since = performance.now()
    const beat = store.health.ping().catch((failure: unknown) => failure)
    const outcomes = await tenWriters()
    expect(performance.now() - since).toBeLessThan(2 * PATIENCE)
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(StoreFailure) })
      expect(outcome).toMatchObject({ reason: { message: expect.stringContaining('the store is busy') } })
    }
    expect(await beat).toMatchObject({ trouble: 'busy' })
    expect(turns).toBeGreaterThan(50)
    other.exec('rollback')
    await store.inbox.keep('t', [judged({ text: 'LINEのIDを教えて' })])
    expect(await kept()).toBe(before + 1)
  })

  test('an empty outbox is looked at all the same', async () => {
    other.exec('begin immediate')
    expect(await store.outbox.waiting(new Date())).toEqual([])
    other.exec('rollback')
  })
})
