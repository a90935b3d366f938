import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ReloadableScreener } from '../../../src/screening/load.js'
import { loadScreener } from '../../../src/screening/load.js'
import { startService } from '../../support/service.js'

const directory = mkdtempSync(join(tmpdir(), 'sekisho-dict-'))
const rulesOf = join(directory, 'categories', 'off_platform_contact.yaml')
let screener: ReloadableScreener

beforeAll(async () => {
  cpSync('dict', directory, { recursive: true })
  screener = await loadScreener(directory)
})
afterAll(() => rmSync(directory, { recursive: true }))

describe('a dictionary edited while the service runs', () => {
  test('is taken at a reload, and not before', async () => {
    const service = await startService({ screener })
    const before = (await service.get('/ruleset')).json()
    edit(join(directory, 'policy.yaml'), text => text.replace(/^version: .*$/m, 'version: 9.9.9'))
    expect((await service.get('/ruleset')).json()).toEqual(before)

    const reply = await service.post('/ruleset/reload', {})
    expect(reply.statusCode).toBe(200)
    expect(reply.json()).toMatchObject({ version: '9.9.9' })
    expect(reply.json().hash).not.toBe(before.hash)
    const judged = (await service.post('/screen', { text: 'LINEのIDを教えてください' })).json()
    expect(judged).toMatchObject({ verdict: 'block', ruleset: { version: '9.9.9' } })
  })

  test.each([
    ['a slip in the YAML', (text: string) => text.replace('rules:', 'rules: ]')],
    ['a misspelt key', (text: string) => text.replace(/^( +)reason:/m, '$1raeson:')],
    [
      'an example that does not do what it says',
      (text: string) => text.replace(/^( +)miss:$/m, '$1miss:\n$1  - 進め方はLINEでご相談させてください'),
    ],
  ])('is refused with file, line and reason, and the old one stays: %s', async (_, spoil) => {
    const service = await startService({ screener })
    const before = (await service.get('/ruleset')).json()
    const sound = readFileSync(rulesOf, 'utf8')
    edit(rulesOf, spoil)
    const reply = await service.post('/ruleset/reload', {})
    writeFileSync(rulesOf, sound)

    expect(reply.statusCode).toBe(422)
    expect(reply.json()).toMatchObject({ type: 'urn:sekisho:problem:ruleset_refused' })
    expect(reply.json().detail).toMatch(/off_platform_contact\.yaml:\d+: ./)
    expect((await service.get('/ruleset')).json()).toEqual(before)
    const judged = await service.post('/screen', { text: 'LINEのIDを教えてください' })
    expect(judged.json()).toMatchObject({ verdict: 'block' })
  })
})

function edit(file: string, change: (text: string) => string): void {
  const before = readFileSync(file, 'utf8')
  const after = change(before)
  if (after === before) throw new Error(`the edit changed nothing in ${file}`)
  writeFileSync(file, after)
}
