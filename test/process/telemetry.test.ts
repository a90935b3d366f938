import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startProcess } from '../support/process.js'

// It would keep an identifier of the machine under the user's cache.
test('the runtime of the reader leaves nothing on the machine, and says nothing of it', async () => {
  const home = mkdtempSync(join(tmpdir(), 'sekisho-home-'))
  const cache = join(home, 'cache')
  try {
    const service = startProcess(home, { PORT: '0', HOME: home, XDG_CACHE_HOME: cache, READER: 'all' })
    const ready = await (await fetch(`${await service.url()}/readyz`)).json()
    expect(ready).toMatchObject({ reader: { mode: 'all' } })
    expect(await service.stop('SIGTERM')).toBe(0)
    expect(service.output()).not.toMatch(/telemetry/i)
    expect(readdirSync(home)).toEqual(['data'])
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
})
