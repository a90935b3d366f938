import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
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

describe.runIf(canStepDown)('a data directory that cannot be written', () => {
  test('one readable line at start', async () => {
    const command = [process.execPath, main] as const
    const service = startProcess(
      directory,
      { PORT: '0', DATABASE_URL: `sqlite:${join(directory, 'sekisho.db')}` },
      isRoot ? [...asNobody, ...command] : command,
    )
    expect(await service.ended()).toBe(1)
    expect(service.output().trim()).toMatch(
      /^sekisho: DATABASE_URL: the store at \S+sekisho\.db cannot be opened: .*(unable to open|readonly|read-only)/i,
    )
  })
})
