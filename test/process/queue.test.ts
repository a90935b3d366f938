import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore } from '../../src/store/store.js'
import { createQueue, natsUrl, type TestQueue, until } from '../support/nats.js'
import { startProcess } from '../support/process.js'

const hasServer = spawnSync('nats-server', ['--version']).status === 0
let directory = ''
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sekisho-queue-'))
})
const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
  rmSync(directory, { recursive: true, force: true })
})
const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds))

const MESSAGES = 300

test.skipIf(natsUrl === undefined)(
  'killed, told to end and started again under load: every message of the queue is answered and kept once',
  { timeout: 180_000 },
  async () => {
    const queue = await createQueue(natsUrl ?? '')
    closers.push(queue.remove)
    const file = join(directory, 'killed.db')
    const start = async () => {
      const service = startProcess(directory, {
        PORT: '0',
        READER: 'off',
        DATABASE_URL: `sqlite:${file}`,
        ...queue.environment,
      })
      await service.url()
      return service
    }
    let service = await start()
    await service.says('taking messages')
    const sending = sendAll(queue)
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      await pause(700)
      const code = await service.stop(signal)
      if (signal === 'SIGTERM') expect(code).toBe(0)
      service = await start()
    }
    await sending
    await until(
      'all are answered',
      async () => (await queue.answered()) >= MESSAGES && (await queue.left()) === 0,
      60,
    )
    const ready = await fetch(`${await service.url()}/readyz`)
    expect(await ready.json()).toMatchObject({ queue: { state: 'consuming' } })
    const metrics = await (await fetch(`${await service.url()}/metrics`)).text()
    expect(metrics).toMatch(/sekisho_incoming_messages_total\{outcome="answered"\} [1-9]/)
    expect(metrics).toMatch(/sekisho_incoming_consuming 1/)
    expect(await service.stop('SIGTERM')).toBe(0)
    await expectEachOnce(queue, file)
  },
)

test.skipIf(!hasServer)(
  'the server killed under load: every message that it took is answered and kept once',
  {
    timeout: 180_000,
  },
  async () => {
    const port = await freePort()
    const nats = async (): Promise<ChildProcess> => {
      const child = spawn('nats-server', [
        '-a',
        '127.0.0.1',
        '-p',
        `${port}`,
        '-js',
        '-sd',
        join(directory, 'nats'),
      ])
      for await (const chunk of child.stderr) if (String(chunk).includes('Server is ready')) break
      return child
    }
    let server = await nats()
    closers.push(async () => server.kill('SIGKILL'))
    const queue = await createQueue(`nats://127.0.0.1:${port}`)
    closers.push(() => queue.connection.close())
    const file = join(directory, 'server.db')
    const service = startProcess(directory, {
      PORT: '0',
      READER: 'off',
      DATABASE_URL: `sqlite:${file}`,
      ...queue.environment,
    })
    await service.says('taking messages')
    const sending = sendAll(queue)
    for (let time = 0; time < 2; time++) {
      await pause(1_000)
      server.kill('SIGKILL')
      await once(server, 'close')
      await pause(300)
      server = await nats()
    }
    await sending
    await until(
      'all are answered',
      async () => (await queue.answered()) >= MESSAGES && (await queue.left()) === 0,
      60,
    )
    expect(await service.stop('SIGTERM')).toBe(0)
    await expectEachOnce(queue, file)
  },
)

/** Ten at a time. By the platform's side: what the server did not acknowledge is sent again under the same id. */
async function sendAll(queue: TestQueue): Promise<void> {
  for (let first = 0; first < MESSAGES; first += 10) {
    await Promise.all(Array.from({ length: 10 }, (_, at) => send(queue, first + at)))
    await pause(100)
  }
}

async function send(queue: TestQueue, at: number): Promise<void> {
  const message = {
    text: at % 2 === 0 ? `LINEのIDを教えてください ${at}` : `納品ありがとうございました ${at}`,
    client: { id: `c-${at}` },
    ...(at % 3 === 0 && { messageId: `m-${at}` }),
  }
  for (;;) {
    try {
      await queue.send('acme', message, `id-${at}`)
      return
    } catch {
      await pause(100)
    }
  }
}

async function expectEachOnce(queue: TestQueue, file: string): Promise<void> {
  const verdicts = await queue.verdicts()
  const answered = verdicts.map(one => one.header('Sekisho-Message'))
  expect([answered.length, new Set(answered).size]).toEqual([MESSAGES, MESSAGES])
  expect(await queue.deadLetters()).toEqual([])
  const store = await openStore({ kind: 'sqlite', file }, 'full')
  const kept: (string | null)[] = []
  let cursor: Awaited<ReturnType<typeof store.screenings.list>>['nextCursor'] = null
  do {
    const page = await store.screenings.list('acme', {}, { limit: 200, ...(cursor && { cursor }) })
    kept.push(...page.items.map(({ clientId }) => clientId))
    cursor = page.nextCursor
  } while (cursor !== null)
  await store.close()
  expect([kept.length, new Set(kept).size]).toEqual([MESSAGES / 2, MESSAGES / 2])
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  if (address === null || typeof address === 'string') throw new Error('a server without a port')
  return address.port
}
