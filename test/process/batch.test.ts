import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { batchResponse } from '../../src/http/schemas/judgements.js'
import { main, startProcess } from '../support/process.js'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sekisho-batch-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

/** MB that the process holds. */
const resident = (pid: number | undefined): number =>
  Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024

/**
 * A batch is the same in small: deployed are 768 MB for a thousand texts, here 110 for sixty, of which the service itself
 * needs most. Every text repeats one forbidden sentence and is as long as a text may be; half a megabyte explains it.
 */
test.runIf(process.platform === 'linux')(
  'a batch of the longest texts, explained, needs no more memory than one of them',
  async () => {
    const service = startProcess(
      directory,
      { PORT: '0', DATABASE_URL: 'sqlite::memory:', READER: 'off', MAX_DELAY_MS: '0' },
      [process.execPath, '--max-old-space-size=110', main],
    )
    const url = await service.url()
    const text = 'LINEで話そう。'.repeat(1_111)
    const screen = async (length: number) => {
      const reply = await fetch(`${url}/screen/batch`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ messages: Array.from({ length }, () => ({ text, explain: true })) }),
      })
      expect(reply.status).toBe(200)
      return batchResponse.parse(await reply.json()).results
    }
    await screen(2)
    const before = resident(service.pid)
    const results = await screen(60)
    expect(results).toHaveLength(60)
    expect(results.every(one => 'verdict' in one && one.flagged)).toBe(true)
    expect(results.some(one => 'verdict' in one && one.explanationOmitted !== undefined)).toBe(true)
    expect(resident(service.pid) - before).toBeLessThan(150)
  },
  300_000,
)
