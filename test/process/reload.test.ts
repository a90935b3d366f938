import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { post, startProcess } from '../support/process.js'

let directory: string
let dict: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sekisho-reload-'))
  dict = join(directory, 'dict')
  cpSync('dict', dict, { recursive: true })
})
afterEach(() => rmSync(directory, { recursive: true }))

const asked = z.object({ hash: z.string() })
const judged = z.object({ ruleset: asked })
const screen = async (url: string): Promise<string> =>
  judged.parse(await post(url, { text: 'LINEのIDを教えてください' })).ruleset.hash

const start = () =>
  startProcess(directory, {
    PORT: '0',
    DATABASE_URL: 'sqlite::memory:',
    DICT_DIR: dict,
    READER: 'off',
    MAX_DELAY_MS: '0',
  })

test('judging goes on while a dictionary is read and proven', async () => {
  const url = await start().url()
  const before = asked.parse(await (await fetch(`${url}/ruleset`)).json()).hash
  const policy = join(dict, 'policy.yaml')
  writeFileSync(policy, readFileSync(policy, 'utf8').replace(/^version: .*$/m, 'version: 9.9.9'))
  await screen(url)

  let going = true
  const reload = fetch(`${url}/ruleset/reload`, { method: 'POST' }).finally(() => (going = false))
  const hashes = []
  while (going) hashes.push(await screen(url))
  expect((await reload).status).toBe(200)
  // In one go two or three would come through: the one under way, and those behind it.
  expect(hashes.filter(hash => hash === before).length).toBeGreaterThan(15)
  expect(await (await fetch(`${url}/ruleset`)).json()).toMatchObject({ version: '9.9.9' })
}, 120_000)

test('what is wrong with it comes back from the thread with file, line and reason', async () => {
  const url = await start().url()
  writeFileSync(join(dict, 'policy.yaml'), 'version: [')
  const reply = await fetch(`${url}/ruleset/reload`, { method: 'POST' })
  expect(reply.status).toBe(422)
  expect(await reply.json()).toMatchObject({ detail: expect.stringMatching(/policy\.yaml:\d+: /) })
  expect(await post(url, { text: 'LINEのIDを教えてください' })).toMatchObject({ verdict: 'block' })
}, 120_000)
