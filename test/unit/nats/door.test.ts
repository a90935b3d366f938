import { afterEach, describe, expect, test } from 'vitest'
import type { QueueConfig } from '../../../src/config/queue.js'
import { buildAnswerAll } from '../../../src/http/answers.js'
import { screenResponse } from '../../../src/http/schemas/judgements.js'
import { problem } from '../../../src/http/schemas/problem.js'
import { buildIntake, type Intake } from '../../../src/moderation/intake.js'
import { type Door, openDoor } from '../../../src/nats/door.js'
import { ACK_WAIT } from '../../../src/nats/streams.js'
import { StoreFailure } from '../../../src/store/gate.js'
import { openStore, type Store } from '../../../src/store/store.js'
import { startWire } from '../../../tools/faults/wire.js'
import { createQueue, natsUrl, type TestQueue, until } from '../../support/nats.js'
import { fakeScreener } from '../../support/screener.js'

const closers: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close()
})

describe.skipIf(natsUrl === undefined)('the queue', () => {
  async function start(near?: string): Promise<TestQueue & { readonly store: Store }> {
    const queue = await createQueue(natsUrl ?? '', near)
    const store = await openStore({ kind: 'sqlite', file: ':memory:' }, 'full')
    closers.push(() => store.close(), queue.remove)
    return { ...queue, store }
  }

  /** The service's side: its own judging, on the test's store. */
  function open(
    queue: TestQueue & { readonly store: Store },
    more: Partial<QueueConfig> = {},
    around: (intake: Intake) => Intake = intake => intake,
  ) {
    const lines: string[] = []
    const settled: string[] = []
    const screener = fakeScreener()
    const intake = buildIntake({
      screener,
      store: queue.store,
      onStoreFailure: 'refuse',
      clientMemory: false,
      onUnkept: () => undefined,
    })
    const note = (fields: object, words: string) => void lines.push(`${words} ${JSON.stringify(fields)}`)
    const door = openDoor({
      config: queue.config(more),
      answerAll: buildAnswerAll(around(intake), screener),
      log: { info: note, warn: note, error: note },
      onSettled: (outcome, redelivered) => settled.push(redelivered ? `${outcome} again` : outcome),
    })
    closers.push(door.close)
    return { door, lines, settled }
  }
  const consuming = (door: Door) => until('it consumes', async () => door.state().state === 'consuming')
  const rows = async ({ store }: { readonly store: Store }, tenant = 'acme') =>
    (await store.screenings.list(tenant, {}, { limit: 200 })).items

  test('messages get verdicts, each of its tenant; what is flagged is kept, what is done is gone', async () => {
    const queue = await start()
    const { door, settled } = open(queue)
    await consuming(door)
    const sequence = await queue.send('acme', { text: 'LINE', messageId: 'm', stage: 'contracted' }, 'own-1')
    await queue.send('other', { text: 'ok' })
    await until('both are answered', async () => (await queue.verdicts()).length === 2)
    const [mine, theirs] = [...(await queue.verdicts())].sort((a, b) => (a.subject < b.subject ? -1 : 1))
    expect(screenResponse.parse(mine?.body)).toMatchObject({
      messageId: 'm',
      verdict: 'block',
      replayed: false,
    })
    expect(mine?.subject).toMatch(/\.out\.acme$/)
    expect(['Sekisho-Sequence', 'Sekisho-Message'].map(name => mine?.header(name))).toEqual([
      `${sequence}`,
      'own-1',
    ])
    expect(screenResponse.parse(theirs?.body)).toMatchObject({ messageId: null, verdict: 'allow' })
    expect((await rows(queue)).map(({ text, stage }) => [text, stage])).toEqual([['LINE', 'contracted']])
    expect(await rows(queue, 'other')).toEqual([])
    await until('nothing is left', async () => (await queue.left()) === 0)
    expect(
      (await queue.jsm.streams.info(`${queue.config().subjectIn.split('.')[0]?.toUpperCase()}_IN`)).state
        .messages,
    ).toBe(0)
    expect(settled).toEqual(['answered', 'answered'])
  })

  test.each<[string, string | Uint8Array | object, string, number]>([
    ['no JSON', '{', 'malformed_json', 400],
    ['no UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 'malformed_json', 400],
    ['a key twice', '{"text":"a","text":"b"}', 'validation_failed', 400],
    ['an unknown stage', { text: 'LINE', stage: '署名済み' }, 'validation_failed', 400],
    ['too long a text', { text: 'a'.repeat(10_001) }, 'validation_failed', 400],
    ['no text', {}, 'validation_failed', 400],
  ])(
    '%s goes to the dead letters at once, as it came, with a problem document',
    async (_what, data, code, status) => {
      const queue = await start()
      const { door } = open(queue)
      await consuming(door)
      await queue.send('acme', data)
      await until('it is there', async () => (await queue.deadLetters()).length === 1)
      const [letter] = await queue.deadLetters()
      expect(letter?.subject).toMatch(/\.dead\.acme$/)
      const document = problem.parse(JSON.parse(letter?.header('Sekisho-Problem') ?? ''))
      expect(document).toMatchObject({ type: `urn:sekisho:problem:${code}`, status })
      expect(letter?.header('Sekisho-Deliveries')).toBe('1')
      if (typeof data !== 'string' && !(data instanceof Uint8Array)) expect(letter?.body).toEqual(data)
      await until('nothing is left', async () => (await queue.left()) === 0)
      expect(await queue.verdicts()).toEqual([])
    },
  )

  test('an id that stands for another message, and one that was erased, are dead letters', async () => {
    const queue = await start()
    const { door } = open(queue)
    await consuming(door)
    await queue.send('acme', { text: 'LINE', messageId: 'm' })
    await until('it is kept', async () => (await rows(queue)).length === 1)
    await queue.send('acme', { text: 'ok', messageId: 'm' })
    await until('one is dead', async () => (await queue.deadLetters()).length === 1)
    for (const { id } of await rows(queue)) await queue.store.erasure.screening('acme', id, 'boss')
    await queue.send('acme', { text: 'LINE', messageId: 'm' })
    await until('two are dead', async () => (await queue.deadLetters()).length === 2)
    const statuses = (await queue.deadLetters()).map(one => JSON.parse(one.header('Sekisho-Problem')).status)
    expect(statuses).toEqual([409, 410])
  })

  test('what fails each time is delivered so many times and then a dead letter; the others go on', async () => {
    const queue = await start()
    const { door, settled } = open(queue, { maxDeliver: 2 }, intake => async (tenant, messages) => {
      if (messages.some(({ text }) => text === 'boom')) throw new Error('cannot be judged')
      return intake(tenant, messages)
    })
    await consuming(door)
    await queue.send('acme', { text: 'boom' })
    await queue.send('acme', { text: 'LINE' })
    await until('it is given up', async () => (await queue.deadLetters()).length === 1)
    const [letter] = await queue.deadLetters()
    expect([letter?.body, letter?.header('Sekisho-Deliveries')]).toEqual([{ text: 'boom' }, '3'])
    expect(JSON.parse(letter?.header('Sekisho-Problem') ?? '').detail).toContain('delivered 2 times')
    expect(await queue.verdicts()).toHaveLength(1)
    expect([...settled].sort()).toEqual(['answered', 'dead again', 'failed', 'failed again'])
  })

  test('a store that fails for longer than a message may be silent costs no delivery', async () => {
    const queue = await start()
    let isAway = true
    const { door, settled } = open(queue, { maxDeliver: 1 }, intake => async (tenant, messages) => {
      if (isAway) throw new StoreFailure(new Error('away'))
      return intake(tenant, messages)
    })
    await consuming(door)
    for (const text of ['LINE 1', 'LINE 2']) await queue.send('acme', { text })
    await until('they are worked on', async () => door.state().inFlight === 2)
    await new Promise(resolve => setTimeout(resolve, ACK_WAIT + 1_500))
    isAway = false
    await until('they are answered', async () => (await queue.verdicts()).length === 2)
    expect(settled).toEqual(['answered', 'answered'])
    expect(await queue.deadLetters()).toEqual([])
  })

  test('judged, and not kept (ON_STORE_FAILURE=answer), is not answered before it is kept', async () => {
    const queue = await start()
    let left = 2
    const { door } = open(queue, {}, intake => async (tenant, messages) => {
      const outcomes = await intake(
        tenant,
        messages.map(message => ({ ...message, dryRun: left > 0 })),
      )
      return left-- > 0 ? outcomes.map(outcome => ({ ...outcome, lost: true as const })) : outcomes
    })
    await consuming(door)
    await queue.send('acme', { text: 'LINE' })
    await until('it is answered', async () => (await queue.verdicts()).length === 1)
    expect(await rows(queue)).toHaveLength(1)
    expect((await queue.verdicts())[0]?.body).not.toHaveProperty('stored')
  })

  test('a message that is delivered again is recognised by its place in the stream, and its verdict stands once', async () => {
    const queue = await start()
    let isCut = true
    // The process ends between the commit and the acknowledgement, as far as the queue can tell.
    const { door, settled } = open(queue, {}, intake => async (tenant, messages) => {
      const outcomes = await intake(tenant, messages)
      if (!isCut) return outcomes
      isCut = false
      throw new Error('ended')
    })
    await consuming(door)
    await queue.send('acme', { text: 'LINE' })
    await until('it is answered', async () => (await queue.verdicts()).length === 1)
    expect(settled).toEqual(['failed', 'answered again'])
    expect((await queue.verdicts())[0]?.body).toMatchObject({ replayed: true })
    expect(await rows(queue)).toHaveLength(1)
  })

  test('a missing stream is said in one line, and looked for until it is there', async () => {
    const queue = await start()
    const { door, lines } = open(queue, { creates: false })
    await until('it says so', async () => door.state().state === 'incomplete')
    const { subjectIn } = queue.config()
    expect(door.state().reason).toBe(
      `QUEUE_SUBJECT_IN: no stream holds ${subjectIn}: make one, or set QUEUE_CREATE=true`,
    )
    expect(lines.filter(line => line.includes('no stream holds'))).toHaveLength(1)
    const other = open(queue)
    await consuming(other.door)
    await consuming(door)
    expect(door.state().reason).toBeUndefined()
  })

  test('two share the work, with no more under way than they have room for', async () => {
    const queue = await start()
    let most = 0
    let now = 0
    const slowly =
      (intake: Intake): Intake =>
      async (tenant, messages) => {
        most = Math.max(most, ++now)
        await new Promise(resolve => setTimeout(resolve, 5))
        now--
        return intake(tenant, messages)
      }
    const doors = [open(queue, { inFlight: 4 }, slowly), open(queue, { inFlight: 4 }, slowly)]
    for (const { door } of doors) await consuming(door)
    await Promise.all(
      Array.from({ length: 200 }, (_, at) => queue.send('acme', { text: 'LINE', client: { id: `c-${at}` } })),
    )
    await until('all are answered', async () => doors.flatMap(({ settled }) => settled).length === 200)
    const clients = (await rows(queue)).map(({ clientId }) => clientId)
    expect([clients.length, new Set(clients).size, (await queue.verdicts()).length]).toEqual([200, 200, 200])
    for (const { settled } of doors) expect(settled.length).toBeGreaterThan(20)
    expect(most).toBeLessThanOrEqual(8)
  })

  test('over a wire that is cut and freezes: none lost, none twice', { timeout: 60_000 }, async () => {
    const far = new URL(natsUrl ?? '')
    const wire = await startWire(far.hostname, Number(far.port || 4222))
    closers.push(wire.close)
    const queue = await start(`nats://127.0.0.1:${wire.port}`)
    const { door } = open(queue, { inFlight: 16 })
    await consuming(door)
    const sending = (async () => {
      for (let at = 0; at < 300; at++) {
        await queue.send('acme', {
          text: at % 2 === 0 ? 'LINE' : 'ok',
          client: { id: `c-${at}` },
          ...(at % 3 === 0 && { messageId: `m-${at}` }),
        })
        await new Promise(resolve => setTimeout(resolve, 10))
      }
    })()
    for (let time = 0; time < 3; time++) {
      await new Promise(resolve => setTimeout(resolve, 500))
      wire.cut()
    }
    wire.freeze()
    await new Promise(resolve => setTimeout(resolve, 500))
    wire.cut()
    wire.mend()
    await sending
    await until(
      'all are answered',
      async () => (await queue.verdicts()).length >= 300 && (await queue.left()) === 0,
      50,
    )
    const sequences = (await queue.verdicts()).map(one => one.header('Sekisho-Sequence'))
    expect([sequences.length, new Set(sequences).size]).toEqual([300, 300])
    const clients = (await rows(queue)).map(({ clientId }) => clientId)
    expect([clients.length, new Set(clients).size]).toEqual([150, 150])
    expect(await queue.deadLetters()).toEqual([])
  })

  test('a server that is away does not keep it from closing', async () => {
    const wire = await startWire('127.0.0.1', 1)
    closers.push(wire.close)
    const queue = await start(`nats://127.0.0.1:${wire.port}`)
    const { door, lines } = open(queue)
    await until('it has tried', async () => lines.length > 0)
    expect(door.state().state).toBe('connecting')
    await door.close()
  })
})
