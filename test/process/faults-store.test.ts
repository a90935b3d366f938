import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore } from '../../src/store/store.js'
import { behindWire, postgres } from '../support/behind-wire.js'
import { main, post, startProcess } from '../support/process.js'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sekisho-faults-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

const flagged = { text: 'LINEのIDを教えてください' }

describe('a disk that is full', () => {
  test('refuses what it cannot keep, says so, keeps what it has, and goes on answering', async () => {
    // A file may grow to two megabytes and no further.
    const limited = ['sh', '-c', `ulimit -f 2048; exec ${process.execPath} ${main}`] as const
    const service = startProcess(directory, { PORT: '0' }, limited)
    const url = await service.url()
    const kept: string[] = []
    let refused: unknown
    for (let at = 0; refused === undefined && at < 400; at++) {
      const messages = Array.from({ length: 20 }, (_, i) => ({
        text: `${flagged.text} ${'あ'.repeat(3_000)}`,
        messageId: `m-${at}-${i}`,
      }))
      const reply = await fetch(`${url}/screen/batch`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ messages }),
      })
      if (reply.status === 200) kept.push(...messages.map(({ messageId }) => messageId))
      else refused = await reply.json()
    }
    expect(refused).toMatchObject({ status: 503, type: 'urn:sekisho:problem:store_unavailable' })
    await service.says('request failed')
    expect(service.output()).toMatch(/disk is full|disk I\/O error/)
    expect((await fetch(`${url}/healthz`)).status).toBe(200)
    expect(await post(url, { text: 'よろしくお願いします' })).toMatchObject({ verdict: 'allow' })
    await service.stop('SIGTERM')

    // With room again everything that was acknowledged is there, and there is room for more.
    const again = startProcess(directory, { PORT: '0' })
    const there = await again.url()
    const counts = await (await fetch(`${there}/screenings/counts`)).json()
    expect(kept.length).toBeGreaterThan(0)
    expect(counts).toMatchObject({ pending: kept.length })
    expect(await post(there, { ...flagged, messageId: 'later' })).toMatchObject({ flagged: true })
    expect(await again.stop('SIGTERM')).toBe(0)
  })
})

describe('a database file that is damaged', () => {
  test('nothing but noise: one readable line at start', async () => {
    const file = join(directory, 'noise.db')
    writeFileSync(file, 'this is no database\n'.repeat(500))
    const service = startProcess(directory, { PORT: '0', DATABASE_URL: `sqlite:${file}` })
    expect(await service.ended()).toBe(1)
    expect(service.output().trim()).toMatch(
      /^sekisho: DATABASE_URL: the store at \S+noise\.db cannot be opened: .+$/,
    )
  })

  test('cut off in the middle: no silent loss, and the file is not overwritten', async () => {
    const file = join(directory, 'half.db')
    const store = await openStore({ kind: 'sqlite', file }, 'full')
    await store.close()
    const half = 4_096
    expect(statSync(file).size).toBeGreaterThan(half)
    truncateSync(file, half)
    const service = startProcess(directory, { PORT: '0', DATABASE_URL: `sqlite:${file}` })
    expect(await service.ended()).toBe(1)
    expect(service.output().trim()).toMatch(
      /^sekisho: DATABASE_URL: .+half\.db cannot be opened: .*malformed/,
    )
    expect(statSync(file).size).toBe(half)
  })
})

describe.runIf(postgres)('PostgreSQL that goes away and comes back', () => {
  test.each([
    { ON_STORE_FAILURE: 'refuse', status: 503, answer: { status: 503 } },
    { ON_STORE_FAILURE: 'answer', status: 200, answer: { verdict: 'block', stored: false } },
  ])('$ON_STORE_FAILURE', async ({ ON_STORE_FAILURE, status, answer }) => {
    const { wire, url: databaseUrl, remove } = await behindWire()
    try {
      const service = startProcess(directory, { PORT: '0', ON_STORE_FAILURE, DATABASE_URL: databaseUrl })
      const url = await service.url()
      expect(await post(url, flagged)).not.toHaveProperty('stored')
      expect((await fetch(`${url}/readyz`)).status).toBe(200)

      // Under load all the while.
      let load = true
      const statuses = new Set<number>()
      const clients = Array.from({ length: 4 }, async () => {
        while (load) statuses.add((await ask(url)).status)
      })
      await wire.down()
      await until(async () => (await fetch(`${url}/readyz`)).status === 503)
      const during = await ask(url)
      expect(during.status).toBe(status)
      expect(await during.json()).toMatchObject(answer)

      await wire.up()
      await until(async () => (await fetch(`${url}/readyz`)).status === 200)
      await until(async () => {
        const after = await ask(url)
        return after.status === 200 && !(await after.text()).includes('"stored":false')
      })
      load = false
      await Promise.all(clients)
      expect([...statuses].filter(one => one !== 200 && one !== 503)).toEqual([])
      expect(await service.stop('SIGTERM')).toBe(0)
    } finally {
      await remove()
    }
  })
})

const ask = (url: string): Promise<Response> =>
  fetch(`${url}/screen`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(flagged),
  })

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 20_000; performance.now() < end; ) {
    if (await holds()) return
    await new Promise(resolve => setTimeout(resolve, 50))
  }
  throw new Error('it did not come to hold within 20 seconds')
}
