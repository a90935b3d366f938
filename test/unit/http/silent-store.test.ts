import { afterAll, describe, expect, test } from 'vitest'
import { openStore } from '../../../src/store/store.js'
import { behindWire, postgres } from '../../support/behind-wire.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

/** Milliseconds: five seconds for the store, and what a loaded machine adds. */
const IN_TIME = 9_000

const flagged = { text: 'LINEのIDを教えてください' }

describe.runIf(postgres)('a PostgreSQL that says nothing and hangs up on nobody', async () => {
  if (!postgres) return
  const { wire, url, remove } = await behindWire()
  const store = await openStore({ kind: 'postgres', url }, 'full')
  const refusing = await startService({ screener: fakeScreener(), store })
  const answering = await startService({
    screener: fakeScreener(),
    store: { ...store, close: async () => undefined },
    config: { onStoreFailure: 'answer' },
  })
  afterAll(remove)

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

      wire.mend()
      expect((await thirty(refusing)).map(({ reply }) => reply.statusCode)).toEqual(Array(30).fill(200))
    },
  )
})
