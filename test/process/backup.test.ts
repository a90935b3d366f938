import { execFile, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { DatabaseLocation } from '../../src/contract/database-location.js'
import { openStore, type Store } from '../../src/store/store.js'
import { judged } from '../support/screenings.js'
import { databases } from '../support/stores.js'

const run = promisify(execFile)
const command = (name: string): string => resolve('dist/cli', `${name}.js`)
const { PATH = '' } = process.env

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sekisho-backup-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

describe('npm run backup', () => {
  test('copies while others write: what was acknowledged before is there, and works', async () => {
    const location = { kind: 'sqlite', file: join(directory, 'sekisho.db') } as const
    const file = join(directory, 'copies', 'today.db')
    await expectRestored(location, { kind: 'sqlite', file }, () => backup(location.file, file))
    expect(statSync(file).mode & 0o777).toBe(0o600)
  })

  test('never writes over a file, and makes none where there is nothing to copy', async () => {
    const there = join(directory, 'there.db')
    writeFileSync(there, 'precious')
    await expect(backup(there, there)).rejects.toThrow(/is there already/)
    const missing = join(directory, 'missing.db')
    await expect(backup(missing, join(directory, 'copy.db'))).rejects.toThrow(/there is no database/)
    expect([missing, join(directory, 'copy.db')].filter(existsSync)).toEqual([])
  })
})

const postgres = databases.find(({ name }) => name === 'PostgreSQL')

describe.runIf(postgres && (await pgDumpIsNewEnough()))('pg_dump and pg_restore', () => {
  test('the same', async () => {
    if (!postgres) return
    const [from, to] = [await postgres.create(), await postgres.create()]
    if (from.location.kind !== 'postgres' || to.location.kind !== 'postgres') return
    const [url, empty] = [from.location.url, to.location.url]
    const file = join(directory, 'sekisho.dump')
    await expectRestored(from.location, to.location, async () => {
      await run('pg_dump', ['-Fc', '-f', file, url])
      await run('pg_restore', ['--no-owner', '--exit-on-error', '-d', empty, file])
    })
    await from.remove()
    await to.remove()
  })
})

test('processes that start at once on an empty file all come up', async () => {
  for (let round = 0; round < 3; round++) {
    const DATABASE_URL = `sqlite:${join(directory, `${round}.db`)}`
    const starts = [1, 2, 3].map(() =>
      run(process.execPath, [command('keys'), 'list'], { env: { PATH, DATABASE_URL } }),
    )
    for (const { stdout } of await Promise.all(starts)) expect(stdout).toBe('no keys\n')
  }
})

const backup = (from: string, to: string) =>
  run(process.execPath, [command('backup'), to], { env: { PATH, DATABASE_URL: `sqlite:${from}` } })

/** Copies while messages come in, opens the copy, and looks for all that was acknowledged before the copying began. */
async function expectRestored(
  location: DatabaseLocation,
  restored: DatabaseLocation,
  copy: () => Promise<unknown>,
): Promise<void> {
  const store = await openStore(location, 'full')
  const acknowledged: string[] = []
  let writing = true
  const writer = (async () => {
    while (writing) {
      acknowledged.push(await keep(store, acknowledged.length))
      await new Promise(resolve => setTimeout(resolve, 2))
    }
  })()
  while (acknowledged.length < 50) await new Promise(resolve => setTimeout(resolve, 10))
  const before = [...acknowledged]
  await copy()
  writing = false
  await writer
  expect(acknowledged.length).toBeGreaterThan(before.length)
  await store.close()

  const again = await openStore(restored, 'full')
  const receipts = await again.inbox.receipts('t', before)
  expect(before.filter(id => !receipts.get(id)?.isOf(textOf(id)))).toEqual([])
  const { pending } = await again.screenings.count('t', {})
  expect(pending).toBeGreaterThanOrEqual(before.length)
  // It goes on from there.
  await keep(again, 1_000_000)
  expect((await again.inbox.keep('t', [judged({ text: 'other', messageId: 'm-0' })])).has('m-0')).toBe(true)
  await again.close()
}

const textOf = (messageId: string): string => `LINE ${messageId}`

async function keep(store: Store, at: number): Promise<string> {
  const messageId = `m-${at}`
  await store.inbox.keep('t', [judged({ text: textOf(messageId), messageId })])
  return messageId
}

/** pg_dump refuses a server that is newer than itself. */
async function pgDumpIsNewEnough(): Promise<boolean> {
  const { stdout, status } = spawnSync('pg_dump', ['--version'], { encoding: 'utf8' })
  if (status !== 0) {
    console.log('SKIPPED: pg_dump and pg_restore, because there is no pg_dump')
    return false
  }
  const client = new pg.Client({ connectionString: process.env.TEST_DATABASE_URL })
  await client.connect()
  const { rows } = await client.query<{ server_version_num: string }>('show server_version_num')
  await client.end()
  const server = Math.floor(Number(rows[0]?.server_version_num) / 10_000)
  const own = Number(/\) (\d+)/.exec(stdout)?.[1])
  if (own < server) console.log(`SKIPPED: pg_dump is of version ${own}, the server of ${server}`)
  return own >= server
}
