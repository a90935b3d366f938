import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Webhook } from 'standardwebhooks'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { type Call, startPlatform } from '../support/platform.js'
import { startProcess } from '../support/process.js'

/** What is looked at of an endpoint and of a test. */
const answer = z.looseObject({
  secret: z.string().default(''),
  state: z.string().optional(),
  formerSecretUntil: z.string().nullish(),
})

let directory: string
const closing: (() => void)[] = []
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sekisho-webhooks-'))
})
afterEach(() => {
  for (const close of closing.splice(0)) close()
  rmSync(directory, { recursive: true })
})

async function startReceiver() {
  const platform = await startPlatform()
  closing.push(platform.close)
  return platform
}

/** The code that the documents give for Node. */
async function documented(): Promise<(call: Call, secret: string) => boolean> {
  const [, code = ''] = /```js\n([\s\S]*?)```/.exec(readFileSync('docs/webhooks.md', 'utf8')) ?? []
  const file = join(directory, 'is-genuine.mjs')
  writeFileSync(file, code)
  const { isGenuine } = await import(pathToFileURL(file).href)
  return ({ headers, body }, secret) => isGenuine(body, headers, secret)
}

const isBelieved = ({ headers, body }: Call, secret: string): boolean => {
  try {
    new Webhook(secret).verify(body, headers as Record<string, string>)
    return true
  } catch {
    return false
  }
}

test('one endpoint hangs, the other gets every event, and a rotated secret is believed beside the old', {
  timeout: 120_000,
}, async () => {
  const hanging = await startReceiver()
  hanging.react(() => 'never')
  const sound = await startReceiver()
  const service = startProcess(directory, {
    PORT: '0',
    WEBHOOK_ALLOW_PRIVATE: 'true',
    DATABASE_URL: `sqlite:${join(directory, 'sekisho.db')}`,
  })
  const url = await service.url()
  const send = async (method: string, path: string, body?: object) => {
    const headers = body ? { 'content-type': 'application/json' } : {}
    const reply = await fetch(url + path, { method, headers, ...(body && { body: JSON.stringify(body) }) })
    return answer.parse(await reply.json())
  }
  const screen = (at: number) =>
    send('POST', '/screen', { text: `詳細はLINEでお話しします。IDは abc-${at} です。追加してください` })
  const endpoint = (name: string) => send('GET', `/webhooks/endpoints/${name}`)

  await send('PUT', '/webhooks/endpoints/hanging', { url: hanging.url })
  const { secret: old } = await send('PUT', '/webhooks/endpoints/sound', {
    url: sound.url,
    events: ['screening.flagged'],
  })
  for (let at = 0; at < 30; at++) await screen(at)
  const since = Date.now()
  await expect.poll(() => sound.calls.length, { timeout: 8_000 }).toBe(30)
  // Sooner than an attempt at the other one could end.
  expect(Date.now() - since).toBeLessThan(8_000)
  expect(hanging.calls).toHaveLength(8)
  const shared = new Set(hanging.calls.map(({ headers }) => headers['webhook-id']))
  expect(sound.calls.filter(({ headers }) => shared.has(headers['webhook-id']))).toHaveLength(8)

  const isGenuine = await documented()
  const verifiers = [isGenuine, isBelieved]
  const verdicts = (call: Call, secret: string) => verifiers.map(verifies => verifies(call, secret))
  for (const call of sound.calls) expect(verdicts(call, old)).toEqual([true, true])
  const [first] = sound.calls
  if (first === undefined) return expect.unreachable()
  expect(verdicts({ ...first, body: `${first.body} ` }, old)).toEqual([false, false])

  const { secret } = await send('POST', '/webhooks/endpoints/sound/rotate-secret', { overlapSeconds: 3 })
  await screen(30)
  await expect.poll(() => sound.calls.length, { timeout: 8_000 }).toBe(31)
  const both = sound.calls[30]
  if (both === undefined) return expect.unreachable()
  expect([verdicts(both, old), verdicts(both, secret)]).toEqual([
    [true, true],
    [true, true],
  ])
  await expect.poll(async () => (await endpoint('sound')).formerSecretUntil, { timeout: 8_000 }).toBeNull()
  const tried = await send('POST', '/webhooks/endpoints/sound/test')
  expect(tried).toMatchObject({ delivered: true, status: 204 })
  const trial = sound.calls[31]
  if (trial === undefined) return expect.unreachable()
  expect([verdicts(trial, old), verdicts(trial, secret)]).toEqual([
    [false, false],
    [true, true],
  ])

  await expect.poll(async () => (await endpoint('hanging')).state, { timeout: 30_000 }).toBe('paused')
  expect(await endpoint('sound')).toMatchObject({ state: 'delivering', failures: 0 })
  expect(await service.stop('SIGTERM')).toBe(0)
})
