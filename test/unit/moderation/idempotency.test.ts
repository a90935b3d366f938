import { expect, test } from 'vitest'
import type { IncomingMessage } from '../../../src/contract/message.js'
import { buildIntake } from '../../../src/moderation/intake.js'
import { fakeScreener } from '../../support/screener.js'
import { judged } from '../../support/screenings.js'
import { onEveryStore } from '../../support/stores.js'

const message: IncomingMessage = {
  text: 'LINE',
  stage: 'pre_contract',
  kind: 'message',
  outsideContactApproved: false,
  client: { id: 'c-1', rating: 4 },
  history: [{ from: 'client', text: 'まえ' }],
}
const named = { ...message, messageId: 'm' }
const keyed = { ...message, idempotencyKey: 'k' }
const NOTHING_SAID: IncomingMessage = {
  text: 'LINE',
  stage: 'pre_contract',
  kind: 'message',
  outsideContactApproved: false,
  history: [],
  allow: { domains: [], phrases: [] },
}

onEveryStore('a repeat', on => {
  const send = (...messages: readonly IncomingMessage[]) =>
    buildIntake({
      screener: fakeScreener(),
      store: on.store,
      onStoreFailure: 'refuse',
      clientMemory: false,
      onUnkept: () => undefined,
    })(on.tenant, messages)
  const kept = async () => (await on.store.screenings.list(on.tenant, {}, { limit: 9 })).items.length

  test.each<[string, IncomingMessage, IncomingMessage]>([
    ['all alike', named, named],
    ['by its key', keyed, keyed],
    ['fields in another order', named, { ...named, client: { rating: 4, id: 'c-1' } }],
    ['defaults said and not said', { text: 'LINE', messageId: 'm' }, { ...NOTHING_SAID, messageId: 'm' }],
    [
      'another key, the same message id',
      { ...named, idempotencyKey: 'k' },
      { ...named, idempotencyKey: 'l' },
    ],
    ['asks for an explanation', named, { ...named, explain: true }],
    ['an unpaired surrogate', { ...named, text: 'LINE \ud83d' }, { ...named, text: 'LINE \ud83d' }],
  ])('is the same message: %s', async (_how, first, second) => {
    const [one] = await send(first)
    const [two] = await send(second)
    expect(one).toMatchObject({ kind: 'judged', replayed: false })
    expect(two).toMatchObject({ kind: 'judged', replayed: true, id: one?.kind === 'judged' && one.id })
    expect(await kept()).toBe(1)
  })

  test.each<[readonly string[], Partial<IncomingMessage>]>([
    [['text'], { text: 'LINE!' }],
    [['text'], { text: 'LINE \ud83d' }],
    [['stage'], { stage: 'contracted' }],
    [['kind'], { kind: 'job_post' }],
    [['outsideContactApproved'], { outsideContactApproved: true }],
    [['client'], { client: { id: 'c-2', rating: 4 } }],
    [['client'], { client: { id: 'c-1', rating: 5 } }],
    [['client'], { client: undefined }],
    [['history'], { history: [] }],
    [['history'], { history: [{ from: 'worker', text: 'まえ' }] }],
    [['allow'], { allow: { domains: ['a.example'] } }],
    [['text', 'stage', 'client'], { text: 'ok', stage: 'delivered', client: {} }],
  ])('differs in %j', async (differing, change) => {
    await send(named, keyed)
    expect(await send({ ...named, ...change }, { ...keyed, ...change })).toEqual([
      { kind: 'conflict', by: 'messageId', differing },
      { kind: 'conflict', by: 'Idempotency-Key', differing },
    ])
    expect(await kept()).toBe(2)
  })

  test('under the key of another message is refused, whatever its message id', async () => {
    await send({ ...named, idempotencyKey: 'k' })
    expect(await send({ ...named, messageId: 'n', idempotencyKey: 'k' })).toEqual([
      { kind: 'conflict', by: 'Idempotency-Key', differing: ['messageId'] },
    ])
    // The id is free still.
    expect(await send({ ...named, messageId: 'n' })).toMatchObject([{ kind: 'judged', replayed: false }])
  })

  test('a message id is never taken for a key, nor one tenant for another', async () => {
    await send({ text: 'ok', messageId: 'k' })
    expect(await send({ text: 'LINE', idempotencyKey: 'k' })).toMatchObject([{ replayed: false }])
    expect((await on.store.inbox.receipts('other', ['k'])).size).toBe(0)
  })

  test.each<[string, IncomingMessage]>([
    ['a message id', named],
    ['a key', keyed],
    ['both', { ...named, idempotencyKey: 'k' }],
  ])('sent ten times at once with %s is judged and kept once', async (_by, one) => {
    const all = (await Promise.all(Array.from({ length: 10 }, () => send(one)))).flat()
    expect(new Set(all.map(outcome => outcome.kind === 'judged' && outcome.id)).size).toBe(1)
    expect(all.filter(outcome => outcome.kind === 'judged' && !outcome.replayed)).toHaveLength(1)
    expect(await kept()).toBe(1)
  })

  test('of two that have only a key in common the later leaves no receipt under its own id', async () => {
    const first = judged({ ...named, idempotencyKey: 'k' })
    const second = judged({ ...named, messageId: 'n', idempotencyKey: 'k' })
    await on.store.inbox.keep(on.tenant, [first])
    const late = await on.store.inbox.keep(on.tenant, [second])
    expect([...late.values()]).toMatchObject([{ screeningId: first.id }])
    expect((await on.store.inbox.receipts(on.tenant, ['n'])).size).toBe(0)
    expect(await kept()).toBe(1)
  })

  test('a dry run has no key', async () => {
    await send({ ...keyed, dryRun: true })
    expect(await send({ ...keyed, text: 'ok' })).toMatchObject([{ replayed: false }])
  })

  test('what was erased is not judged again under its key', async () => {
    const [one] = await send(keyed)
    if (one?.kind === 'judged') await on.store.erasure.screening(on.tenant, one.id, 'boss')
    expect(await send(keyed)).toEqual([{ kind: 'erased' }])
  })

  test('a report knows the text alone of a message: sent with more it is the same', async () => {
    const reported = judged({ text: 'LINE', messageId: 'm' })
    await on.store.reports.add(on.tenant, 'w', {}, reported)
    expect(await send(named)).toMatchObject([{ replayed: true, id: reported.id }])
    expect(await send({ ...named, text: 'ok' })).toMatchObject([{ differing: ['text'] }])
  })
})
