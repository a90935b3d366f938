import { copyFileSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Gate } from '../../../src/store/gate.js'
import { BETWEEN_HEARTBEATS, buildHealth } from '../../../src/store/health.js'
import { openStore, type Store } from '../../../src/store/store.js'
import { judged } from '../../support/screenings.js'
import { onEveryStore } from '../../support/stores.js'

onEveryStore('a heartbeat', on => {
  test('is written, and once for all who ask at the same time', async () => {
    await Promise.all(Array.from({ length: 20 }, () => on.store.health.ping()))
    expect(on.operations).toEqual(['write'])
  })
})

describe('a heartbeat is no load', () => {
  test('its outcome holds for a while, good or bad, and no longer', async () => {
    let time = 0
    let writes = 0
    let works = true
    const unused = () => Promise.reject(new Error('not asked here'))
    const gate: Gate = {
      read: unused,
      write: () => {
        writes++
        return works ? new Promise(() => undefined) : unused()
      },
    }
    works = false
    const health = buildHealth(gate, () => time)
    for (let ask = 0; ask < 10; ask++) await expect(health.ping()).rejects.toThrow('not asked here')
    expect(writes).toBe(1)
    time += BETWEEN_HEARTBEATS
    works = true
    void health.ping()
    // Under way it is shared, however long it takes.
    time += 10 * BETWEEN_HEARTBEATS
    void health.ping()
    expect(writes).toBe(2)
  })
})

describe.runIf(process.platform !== 'win32')('a database file that is no longer there', () => {
  let directory: string
  let file: string
  let store: Store
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'sekisho-moved-'))
    file = join(directory, 'a.db')
    store = await openStore({ kind: 'sqlite', file }, 'full')
  })
  afterEach(async () => {
    await store.close()
    rmSync(directory, { recursive: true })
  })

  test.each([
    ['moved', () => renameSync(file, `${file}.old`)],
    ['deleted', () => rmSync(file)],
    [
      'replaced by another',
      () => {
        copyFileSync(file, `${file}.copy`)
        renameSync(`${file}.copy`, file)
      },
    ],
  ])('%s: nothing is written, and readiness says so', async (_how, happens) => {
    await store.inbox.keep('t', [judged({ text: 'LINE' })])
    happens()
    await expect(store.health.ping()).rejects.toMatchObject({ trouble: 'moved' })
    await expect(store.inbox.keep('t', [judged({ text: 'LINE' })])).rejects.toMatchObject({
      trouble: 'moved',
    })
  })

  test('back in its place: it goes on', async () => {
    renameSync(file, `${file}.old`)
    await expect(store.inbox.keep('t', [judged({ text: 'LINE' })])).rejects.toThrow('moved or deleted')
    renameSync(`${file}.old`, file)
    await store.inbox.keep('t', [judged({ text: 'LINE' })])
    expect((await store.screenings.list('t', {}, { limit: 9 })).items).toHaveLength(1)
  })
})
