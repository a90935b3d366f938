import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'
import { afterAll, describe, expect, test } from 'vitest'
import { openStore } from '../../../src/store/store.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'
import { databases } from '../../support/stores.js'

/** Milliseconds: five seconds for the store, and what a loaded machine adds. */
const IN_TIME = 9_000

const postgres = databases.find(({ name }) => name === 'PostgreSQL')
const flagged = { text: 'LINEのIDを教えてください' }

describe.runIf(postgres)('a PostgreSQL that says nothing and hangs up on nobody', async () => {
  if (!postgres) return
  const database = await postgres.create()
  if (database.location.kind !== 'postgres') throw new Error('PostgreSQL expected')
  const address = new URL(database.location.url)
  const wire = await startWire(address.hostname, Number(address.port || 5432))
  address.hostname = '127.0.0.1'
  address.port = String(wire.port)
  const store = await openStore({ kind: 'postgres', url: address.href }, 'full')
  const refusing = await startService({ screener: fakeScreener(), store })
  const answering = await startService({
    screener: fakeScreener(),
    store: { ...store, close: async () => undefined },
    config: { onStoreFailure: 'answer' },
  })
  afterAll(async () => {
    await wire.close()
    await database.remove()
  })

  test.each([
    ['without a message id', () => flagged],
    ['with one', (at: number) => ({ ...flagged, messageId: `m-${at}` })],
  ])(
    'every request is answered within its time, and kept again after the thaw: %s',
    async (_how, message) => {
      const thirty = (service: typeof refusing) =>
        Promise.all(
          Array.from({ length: 30 }, async (_, at) => {
            const since = performance.now()
            const reply = await service.post('/screen', message(at))
            return { reply, time: performance.now() - since }
          }),
        )
      expect((await thirty(refusing)).map(({ reply }) => reply.statusCode)).toEqual(Array(30).fill(200))

      wire.freeze()
      const [refused, answered, ready] = await Promise.all([
        thirty(refusing),
        thirty(answering),
        refusing.get('/readyz'),
      ])
      expect(refused.map(({ reply }) => reply.statusCode)).toEqual(Array(30).fill(503))
      expect(answered.map(({ reply }) => reply.json().stored)).toEqual(Array(30).fill(false))
      expect(Math.max(...[...refused, ...answered].map(({ time }) => time))).toBeLessThan(IN_TIME)
      expect(ready.json()).toMatchObject({
        status: 503,
        detail: expect.stringContaining('does not answer'),
      })

      wire.thaw()
      expect((await thirty(refusing)).map(({ reply }) => reply.statusCode)).toEqual(Array(30).fill(200))
    },
  )
})

/** A wire to a server that can be frozen: nothing goes through it, and no connection on it ends. */
async function startWire(host: string, port: number) {
  const sockets = new Set<Socket>()
  let frozen = false
  const server = createServer({ pauseOnConnect: true }, client => {
    const upstream = connect(port, host)
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(one)
      one.on('data', bytes => other.write(bytes))
      one.on('error', () => other.destroy())
      one.on('close', () => other.destroy())
      if (frozen) one.pause()
      else one.resume()
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const own = server.address()
  return {
    port: typeof own === 'object' && own ? own.port : 0,
    freeze: () => {
      frozen = true
      for (const socket of sockets) socket.pause()
    },
    thaw: () => {
      frozen = false
      for (const socket of sockets) socket.resume()
    },
    close: async () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}
