import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { buildIntake, type Intake } from '../../../src/moderation/intake.js'
import type { Outcome } from '../../../src/moderation/outcome.js'
import { StoreFailure } from '../../../src/store/gate.js'
import { openStore, type Store } from '../../../src/store/store.js'
import { OutOfTime } from '../../../src/store/trouble.js'
import { fakeScreener } from '../../support/screener.js'

let store: Store
let screenAndStore: Intake

beforeEach(async () => {
  store = await openStore({ kind: 'sqlite', file: ':memory:' }, 'full')
  screenAndStore = intake(store)
})
afterEach(() => store.close())

const replayed = (outcome: Outcome | undefined) => ({ ...outcome, replayed: true })

describe('a message id stands for one message', () => {
  test.each([
    ['flagged', 'LINE で'],
    ['allowed', 'よろしくお願いします'],
    ['with an unpaired surrogate', 'LINE \ud83d'],
  ])('%s: the same text again gets the same answer, evidence and all', async (_name, text) => {
    const [first] = await screenAndStore('t', [{ text, messageId: 'm' }])
    expect(await screenAndStore('t', [{ text, messageId: 'm' }])).toEqual([replayed(first)])
  })

  test.each([
    ['flagged, then allowed', 'LINE', 'ok'],
    ['allowed, then flagged', 'ok', 'LINE'],
    ['other unpaired surrogates', 'ok \ud83d', 'ok \ud83c'],
    ['another width', 'LINE', 'ＬＩＮＥ'],
  ])('%s: another text is a conflict', async (_name, first, second) => {
    await screenAndStore('t', [{ text: first, messageId: 'm' }])
    expect(await screenAndStore('t', [{ text: second, messageId: 'm' }])).toEqual([
      { kind: 'conflict', by: 'messageId', differing: ['text'] },
    ])
  })

  test('sent again it is explained with what came before it', async () => {
    const screener = fakeScreener()
    const before: unknown[] = []
    const listening = buildIntake({
      screener: {
        ...screener,
        screen: input => {
          before.push(input.history)
          return screener.screen(input)
        },
      },
      store,
      onStoreFailure: 'refuse',
      clientMemory: false,
      onUnkept: () => undefined,
    })
    const message = { text: 'LINE', messageId: 'm', history: [{ from: 'client' as const, text: 'まえ' }] }
    await listening('t', [message])
    await listening('t', [{ ...message, explain: true }])
    expect(before).toEqual([message.history, message.history])
  })

  test('in one batch as in two requests', async () => {
    const outcomes = await screenAndStore('t', [
      { text: 'LINE', messageId: 'm' },
      { text: 'LINE', messageId: 'm' },
      { text: 'other', messageId: 'm' },
      { text: 'LINE' },
    ])
    expect(outcomes.map(({ kind }) => kind)).toEqual(['judged', 'judged', 'conflict', 'judged'])
    expect(idOf(outcomes[0])).toBe(idOf(outcomes[1]))
    expect(idOf(outcomes[3])).not.toBe(idOf(outcomes[0]))
  })

  test('of simultaneous requests all get the answer of the one that was kept', async () => {
    const all = await Promise.all(
      Array.from({ length: 10 }, () => screenAndStore('t', [{ text: 'LINE', messageId: 'm' }])),
    )
    expect(new Set(all.flat().map(idOf)).size).toBe(1)
  })

  test('of each tenant', async () => {
    await screenAndStore('ours', [{ text: 'LINE', messageId: 'm' }])
    const [theirs] = await screenAndStore('theirs', [{ text: 'other', messageId: 'm' }])
    expect(theirs?.kind).toBe('judged')
  })

  test('an answer is explained again only while the same ruleset judges', async () => {
    const message = { text: 'LINE', messageId: 'm', explain: true }
    await screenAndStore('t', [message])
    const [same] = await screenAndStore('t', [message])
    expect(same?.kind === 'judged' && same.judgement.explanation?.normalised).toBe('LINE')
    const [reloaded] = await intake(store, { hash: 'b'.repeat(64) })('t', [message])
    expect(reloaded).toMatchObject({ judgement: { ruleset: { hash: 'a'.repeat(64) } } })
    expect(reloaded?.kind === 'judged' && reloaded.judgement.explanation).toBeUndefined()
  })
})

test('a client whose violations were confirmed is a risk, where that is wished', async () => {
  const message = { text: 'ok', client: { id: 'c-1' } }
  const seen: unknown[] = []
  const screener = fakeScreener()
  const watching = buildIntake({
    screener: {
      ...screener,
      screen: input => {
        seen.push(input.client)
        return screener.screen(input)
      },
    },
    store,
    onStoreFailure: 'refuse',
    clientMemory: true,
    onUnkept: () => undefined,
  })
  const [flagged] = await screenAndStore('t', [{ ...message, text: 'LINE' }])
  if (flagged?.kind === 'judged') await store.queue.review('t', flagged.id, 'a', { decision: 'confirmed' })
  await watching('t', [message])
  await watching('other', [message])
  await screenAndStore('t', [message])
  expect(seen).toEqual([{ id: 'c-1', confirmedViolations: 1 }, { id: 'c-1' }])
})

test('a dry run neither finds nor leaves anything', async () => {
  await screenAndStore('t', [{ text: 'LINE', messageId: 'kept' }])
  const [dry] = await screenAndStore('t', [{ text: 'other', messageId: 'kept', dryRun: true }])
  expect(dry?.kind).toBe('judged')
  await screenAndStore('t', [{ text: 'LINE', messageId: 'dry', dryRun: true }])
  expect((await store.inbox.receipts('t', ['dry'])).size).toBe(0)
  expect((await store.screenings.list('t', {}, { limit: 9 })).items).toHaveLength(1)
})

describe('while the store fails', () => {
  const broken = async () => {
    const closed = await openStore({ kind: 'sqlite', file: ':memory:' }, 'full')
    await closed.close()
    return closed
  }

  test.each([{ text: 'LINE' }, { text: 'ok', messageId: 'm' }])(
    'refuse: %o gets no answer',
    async message => {
      await expect(intake(await broken())('t', [message])).rejects.toThrow(StoreFailure)
    },
  )

  test('answer: it is judged, and the failure is told', async () => {
    const failures: unknown[] = []
    const answering = intake(await broken(), {
      onStoreFailure: 'answer',
      onUnkept: failure => failures.push(failure),
    })
    const [outcome] = await answering('t', [{ text: 'LINE', messageId: 'm' }])
    expect(outcome).toMatchObject({ kind: 'judged', judgement: { verdict: 'block' } })
    expect(failures.length).toBeGreaterThan(0)
  })

  test('answer: of several only those that should have been kept are lost', async () => {
    const answering = intake(await broken(), { onStoreFailure: 'answer' })
    const outcomes = await answering('t', [
      { text: 'ok' },
      { text: 'LINE' },
      { text: 'ok', messageId: 'm' },
      { text: 'LINE', dryRun: true },
    ])
    expect(outcomes.map(outcome => outcome.kind === 'judged' && outcome.lost)).toEqual([
      undefined,
      true,
      true,
      undefined,
    ])
  })

  test.each([
    ['silent', new OutOfTime('no answer'), 1],
    ['broken, where another question may still be answered', new Error('no such table'), 3],
  ])('answer: a store that is %s', async (_how, cause, asked) => {
    let questions = 0
    const fail = async () => {
      questions++
      throw new StoreFailure(cause)
    }
    const answering = buildIntake({
      screener: fakeScreener(),
      store: {
        inbox: { receipts: fail, keep: fail, draws: () => false },
        clients: { confirmed: fail, find: fail, earlier: fail },
        campaigns: store.campaigns,
        identifiers: store.identifiers,
        tallies: store.tallies,
      },
      onStoreFailure: 'answer',
      clientMemory: true,
      onUnkept: () => undefined,
    })
    const [outcome] = await answering('t', [{ text: 'LINE', messageId: 'm', client: { id: 'c' } }])
    expect(outcome).toMatchObject({ kind: 'judged', lost: true })
    expect(questions).toBe(asked)
  })

  test('what does not need it is answered either way', async () => {
    const [outcome] = await intake(await broken())('t', [{ text: 'ok' }])
    expect(outcome?.kind).toBe('judged')
  })
})

test('a long batch lets other work through', async () => {
  const screener = fakeScreener()
  const slow = {
    ...screener,
    screen: (input: Parameters<typeof screener.screen>[0]) => {
      const until = performance.now() + 5
      while (performance.now() < until);
      return screener.screen(input)
    },
  }
  let turns = 0
  const timer = setInterval(() => turns++, 1)
  await buildIntake({
    screener: slow,
    store,
    onStoreFailure: 'refuse',
    clientMemory: false,
    onUnkept: () => undefined,
  })(
    't',
    Array.from({ length: 40 }, () => ({ text: 'ok' })),
  )
  clearInterval(timer)
  expect(turns).toBeGreaterThanOrEqual(3)
})

test('the same message id twice in one batch is judged once; with another text it is refused', async () => {
  const outcomes = await screenAndStore('twice', [
    { text: 'LINE', messageId: 'm' },
    { text: 'LINE', messageId: 'm' },
    { text: '教材', messageId: 'm' },
  ])
  expect(outcomes[1]).toEqual(replayed(outcomes[0]))
  expect(outcomes[2]).toEqual({ kind: 'conflict', by: 'messageId', differing: ['text'] })
  expect((await store.screenings.list('twice', {}, { limit: 9 })).items).toHaveLength(1)
})

test('each new judgement that counts is told once, with the time it took', async () => {
  const told: unknown[] = []
  const watched = buildIntake({
    screener: fakeScreener(),
    store,
    onStoreFailure: 'refuse',
    clientMemory: false,
    onJudged: ({ verdict }, seconds) => told.push([verdict, seconds >= 0 && seconds < 1]),
    onUnkept: () => undefined,
  })
  await watched('told', [{ text: 'LINE', messageId: 'm' }, { text: 'ok' }, { text: 'ok', dryRun: true }])
  await watched('told', [{ text: 'LINE', messageId: 'm' }])
  expect(told).toEqual([
    ['block', true],
    ['allow', true],
  ])
})

interface Options {
  readonly hash?: string
  readonly onStoreFailure?: 'refuse' | 'answer'
  readonly clientMemory?: boolean
  readonly onUnkept?: (failure: unknown) => void
}

function intake(
  kept: Store,
  { hash, onStoreFailure = 'refuse', clientMemory = false, onUnkept = () => undefined }: Options = {},
): Intake {
  return buildIntake({ screener: fakeScreener(hash), store: kept, onStoreFailure, clientMemory, onUnkept })
}

function idOf(outcome: Outcome | undefined): string | undefined {
  return outcome?.kind === 'judged' ? outcome.id : undefined
}
