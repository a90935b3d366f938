import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { loadScreener } from '../../src/screening/load.js'
import { copyOfFixture } from '../support/fixture-dictionary.js'
import { startService } from '../support/service.js'

// The loader with the real tokenizer, on a small dictionary to edit.
const dict = copyOfFixture()
const screener = await loadScreener(dict.path)
const service = await startService({ screener })
afterAll(() => dict.remove())

const CATEGORY = 'categories/off_platform_contact.yaml'
const text = 'LINEのIDを教えてください'

describe('a dictionary edited while the service runs', () => {
  test('is taken at a reload, and not before', async () => {
    const before = (await service.get('/ruleset')).json()
    dict.edit('policy.yaml', source => source.replace(/^version: .*$/m, 'version: 9.9.9'))
    expect((await service.get('/ruleset')).json()).toEqual(before)

    const reply = await service.post('/ruleset/reload', {})
    expect(reply.statusCode).toBe(200)
    expect(reply.json()).toMatchObject({ version: '9.9.9' })
    expect(reply.json().hash).not.toBe(before.hash)
    const judged = (await service.post('/screen', { text })).json()
    expect(judged).toMatchObject({ verdict: 'block', ruleset: { version: '9.9.9' } })
  })

  test.each<[name: string, spoil: (source: string) => string, reason: RegExp]>([
    [
      'a slip in the YAML',
      source => source.replace('rules:', 'rules: ]'),
      /off_platform_contact\.yaml:\d+: ./,
    ],
    [
      'a misspelt key',
      source => source.replace(/^( +)reason:/m, '$1raeson:'),
      /off_platform_contact\.yaml:\d+: rules\.0/,
    ],
    [
      'an example that does not do what it says',
      source => source.replace('miss: [', 'miss: [電話を教えて, '),
      /off_platform_contact\.yaml:\d+: rule off_platform_contact\.tell_channel matches, and must not: 電話を教えて/,
    ],
  ])('is refused with file, line and reason, and the old one stays: %s', async (_, spoil, reason) => {
    const before = (await service.get('/ruleset')).json()
    const sound = readFileSync(join(dict.path, CATEGORY), 'utf8')
    dict.edit(CATEGORY, spoil)
    const reply = await service.post('/ruleset/reload', {})
    dict.write(CATEGORY, sound)

    expect(reply.statusCode).toBe(422)
    expect(reply.json()).toMatchObject({ type: 'urn:sekisho:problem:ruleset_refused' })
    expect(reply.json().detail).toMatch(reason)
    expect((await service.get('/ruleset')).json()).toEqual(before)
    expect((await service.post('/screen', { text })).json()).toMatchObject({ verdict: 'block' })
  })
})
