import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore } from '../../src/store/store.js'
import { main, startProcess } from '../support/process.js'

/** Root may write anywhere: the service is started as somebody else. */
const isRoot = process.getuid?.() === 0
const asNobody = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'] as const
const [stepDown, ...nobody] = asNobody
// The checkout may lie where nobody else may read.
const check = `require('fs').accessSync(${JSON.stringify(main)})`
const canStepDown = !isRoot || spawnSync(stepDown, [...nobody, process.execPath, '-e', check]).status === 0

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sekisho-readonly-'))
  chmodSync(directory, 0o555)
})
afterEach(() => {
  chmodSync(directory, 0o755)
  rmSync(directory, { recursive: true })
})

/** What a start says that fails on the database file of that name. */
async function refusal(file: string): Promise<string> {
  const command = [process.execPath, main] as const
  const service = startProcess(
    directory,
    { PORT: '0', READER: 'off', DATABASE_URL: `sqlite:${file}` },
    isRoot ? [...asNobody, ...command] : command,
  )
  expect(await service.ended()).toBe(1)
  return service.output().trim()
}

describe.runIf(canStepDown)('a start that could keep nothing ends with one readable line', () => {
  test('a data directory that cannot be written', async () => {
    expect(await refusal(join(directory, 'sekisho.db'))).toMatch(
      /^sekisho: DATABASE_URL: the store at \S+sekisho\.db cannot be opened: .*(unable to open|readonly|read-only).*$/i,
    )
  })

  test('a database that is there, and may only be read', async () => {
    chmodSync(directory, 0o755)
    const file = join(directory, 'sekisho.db')
    await (await openStore({ kind: 'sqlite', file }, 'full')).close()
    chmodSync(file, 0o444)
    chmodSync(directory, 0o777)
    expect(await refusal(file)).toMatch(
      /^sekisho: DATABASE_URL: the store at \S+sekisho\.db cannot be (?:opened|written): (?:attempt to write a readonly database|unable to open database file)$/,
    )
  })

  test.runIf(process.platform === 'linux')('a directory that cannot be made', async () => {
    expect(await refusal('/proc/x/a.db')).toMatch(
      /^sekisho: DATABASE_URL: the store at \/proc\/x\/a\.db cannot be opened: .+$/,
    )
  })
})
