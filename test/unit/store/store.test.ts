import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildIdFactory, firstIdAt, timeOf } from '../../../src/contract/ids.js'
import type { IncomingMessage } from '../../../src/contract/message.js'
import { openDatabase } from '../../../src/store/database.js'
import { StoreFailure } from '../../../src/store/gate.js'
import type { NewScreening, ScreeningFilter } from '../../../src/store/screening.js'
import { openStore, type Store } from '../../../src/store/store.js'
import { fakeScreener } from '../../support/screener.js'
import { databases, type TestDatabase } from '../../support/stores.js'

const { screen } = fakeScreener()
const nextId = buildIdFactory()

function judged(message: IncomingMessage): NewScreening {
  return { id: nextId(), message, judgement: screen(message) }
}

describe.each(databases)('a store on $name', ({ create }) => {
  let database: TestDatabase
  let store: Store

  beforeAll(async () => {
    database = await create()
    store = await openStore(database.location, 'full')
  })
  afterAll(async () => {
    await store.close()
    await database.remove()
  })
  beforeEach(async () => {
    await store.erasure.purge(new Date('2200-01-01'))
  })

  test.each([
    ['plain', 'LINEでお願いします'],
    ['an unpaired surrogate', 'LINE\ud83d'],
    ['a low surrogate first', '\udc4dLINE'],
    ['a surrogate pair', '👍LINE👍'],
    ['NUL, which PostgreSQL refuses', 'a\u0000LINE'],
    ['quotes and SQL', `LINE'); drop table screenings; --"`],
    ['the longest', `LINE${'あ'.repeat(9_996)}`],
  ])('gives back a text as it was sent: %s', async (_name, text) => {
    const screening = judged({ text, messageId: 'm' })
    await store.inbox.keep('default', [screening])
    const found = await store.screenings.find('default', screening.id)
    expect(found?.text).toBe(text)
    expect(found?.flags[0]?.evidence[0]).toMatchObject({ start: text.indexOf('LINE'), text: 'LINE' })
  })

  test('gives back everything it was told', async () => {
    const client = { id: 'c-1', identityVerified: false, rating: 4.5 }
    const screening = judged({
      text: '教材とLINE',
      messageId: 'm-1',
      stage: 'contracted',
      kind: 'job_post',
      outsideContactApproved: true,
      client,
    })
    await store.inbox.keep('default', [screening])
    const { judgement } = screening
    expect(await store.screenings.find('default', screening.id)).toEqual({
      id: screening.id,
      messageId: 'm-1',
      createdAt: timeOf(screening.id).toISOString(),
      status: 'pending',
      stage: 'contracted',
      kind: 'job_post',
      clientId: 'c-1',
      verdict: 'block',
      confidence: 0.95,
      text: '教材とLINE',
      textKept: 'full',
      origin: 'screen',
      claim: null,
      decision: null,
      flags: judgement.flags,
      outsideContactApproved: true,
      client,
      scores: judgement.scores,
      ruleset: judgement.ruleset,
    })
  })

  test('keeps what is flagged, and of an allowed message only the receipt', async () => {
    const [blocked, allowed] = [
      judged({ text: 'LINE', messageId: 'a' }),
      judged({ text: 'ok', messageId: 'b' }),
    ]
    await store.inbox.keep('default', [blocked, allowed])
    expect((await store.screenings.list('default', {}, { limit: 9 })).items.map(({ id }) => id)).toEqual([
      blocked.id,
    ])
    expect([...(await store.inbox.receipts('default', ['a', 'b', 'c'])).keys()].sort()).toEqual(['a', 'b'])
  })

  test('the first with a message id wins, whoever else comes', async () => {
    const first = judged({ text: 'LINE 1', messageId: 'm' })
    const second = judged({ text: 'LINE 2', messageId: 'm' })
    const other = judged({ text: 'LINE 3', messageId: 'n' })
    expect(await store.inbox.keep('default', [first])).toEqual(new Map())
    const late = await store.inbox.keep('default', [other, second])
    expect([...late.values()].map(({ screeningId }) => screeningId)).toEqual([first.id])
    expect(await store.screenings.find('default', second.id)).toBeUndefined()
    expect(await store.screenings.find('default', other.id)).toBeDefined()
  })

  test('of simultaneous messages with one id exactly one is kept', async () => {
    const rivals = Array.from({ length: 20 }, (_, at) => judged({ text: `LINE ${at}`, messageId: 'm' }))
    const late = await Promise.all(rivals.map(rival => store.inbox.keep('default', [rival])))
    expect(late.filter(receipts => receipts.size === 0)).toHaveLength(1)
    expect((await store.screenings.list('default', {}, { limit: 50 })).items).toHaveLength(1)
  })

  test('keeps all of a batch or nothing', async () => {
    const twin = judged({ text: 'LINE' })
    const failure = store.inbox.keep('default', [judged({ text: 'LINE', messageId: 'm' }), twin, twin])
    await expect(failure).rejects.toThrow(StoreFailure)
    expect((await store.screenings.list('default', {}, { limit: 9 })).items).toEqual([])
    expect(await store.inbox.receipts('default', ['m'])).toEqual(new Map())
  })

  test('keeps and finds more rows than a statement has parameters for', async () => {
    const many = Array.from({ length: 2_500 }, (_, at) =>
      judged({ text: `教材とLINE ${at}`, messageId: `m-${at}` }),
    )
    await store.inbox.keep('default', many)
    const ids = many.flatMap(({ message }) => message.messageId ?? [])
    expect((await store.inbox.receipts('default', ids)).size).toBe(2_500)
  })

  test('one tenant never sees what another has', async () => {
    const screening = judged({ text: 'LINE', messageId: 'm' })
    await store.inbox.keep('theirs', [screening])
    expect(await store.screenings.find('ours', screening.id)).toBeUndefined()
    expect((await store.screenings.list('ours', {}, { limit: 9 })).items).toEqual([])
    expect(
      (await store.screenings.list('ours', { category: 'off_platform_contact' }, { limit: 9 })).items,
    ).toEqual([])
    expect((await store.inbox.receipts('ours', ['m'])).size).toBe(0)
  })

  test('deletes what arrived before a time, receipts too', async () => {
    const early = judged({ text: 'LINE', messageId: 'early' })
    await new Promise(resolve => setTimeout(resolve, 5))
    const late = judged({ text: 'LINE', messageId: 'late' })
    await store.inbox.keep('default', [early, late])
    expect(await store.erasure.purge(timeOf(late.id))).toBe(1)
    expect([...(await store.inbox.receipts('default', ['early', 'late'])).keys()]).toEqual(['late'])
    expect(
      (await store.screenings.list('default', { rule: 'off_platform_contact.word' }, { limit: 9 })).items,
    ).toHaveLength(1)
  })

  test('may be opened again, by several at once', async () => {
    const screening = judged({ text: 'LINE' })
    await store.inbox.keep('default', [screening])
    const others = await Promise.all([1, 2, 3].map(() => openStore(database.location, 'full')))
    expect(await others[0]?.screenings.find('default', screening.id)).toBeDefined()
    await Promise.all(others.map(other => other.close()))
  })

  describe('lists', () => {
    const messages: readonly IncomingMessage[] = [
      { text: 'LINE', client: { id: 'c-1' } },
      { text: '教材', client: { id: 'c-2' } },
      { text: '教材とLINE', client: { id: 'c-1', identityVerified: false } },
      { text: '安い' },
      { text: 'unverified', client: { identityVerified: false } },
    ]

    test.each<[ScreeningFilter, readonly number[]]>([
      [{}, [4, 3, 2, 1, 0]],
      [{ status: 'pending' }, [4, 3, 2, 1, 0]],
      [{ status: 'confirmed' }, []],
      [{ category: 'material_purchase' }, [2, 1]],
      [{ category: 'client_risk' }, [4, 2]],
      [{ verdict: 'block' }, [2, 0]],
      [{ verdict: 'warn' }, [4, 3]],
      [{ minConfidence: 0.95 }, [2, 0]],
      [{ minConfidence: 0.65 }, [2, 1, 0]],
      [{ category: 'material_purchase', minConfidence: 0.9 }, []],
      [{ category: 'client_risk', minConfidence: 0.5 }, [4, 2]],
      [{ clientId: 'c-1' }, [2, 0]],
      [{ clientId: 'nobody' }, []],
      [{ rule: 'material_purchase.word' }, [2, 1]],
      [{ rule: 'material_purchase.word', category: 'off_platform_contact' }, []],
      [{ rule: 'material_purchase.word', verdict: 'block', clientId: 'c-1' }, [2]],
    ])('%o', async (filter, expected) => {
      const kept = messages.map(judged)
      await store.inbox.keep('default', kept)
      const { items, nextCursor } = await store.screenings.list('default', filter, { limit: 50 })
      expect(items.map(({ id }) => kept.findIndex(one => one.id === id))).toEqual(expected)
      expect(nextCursor).toBeNull()
    })

    test('a period includes its start and excludes its end', async () => {
      const [early, late] = [judged({ text: 'LINE' }), await after(5, () => judged({ text: 'LINE' }))]
      await store.inbox.keep('default', [early, late])
      const [from, to] = [timeOf(early.id), timeOf(late.id)]
      expect(
        (await store.screenings.list('default', { from, to }, { limit: 9 })).items.map(({ id }) => id),
      ).toEqual([early.id])
      expect(
        (await store.screenings.list('default', { from: to }, { limit: 9 })).items.map(({ id }) => id),
      ).toEqual([late.id])
      const ever = { from: new Date(-1e15), to: new Date(8.64e15) }
      expect((await store.screenings.list('default', ever, { limit: 9 })).items).toHaveLength(2)
    })

    test('pages do not shift while messages arrive', async () => {
      const kept = Array.from({ length: 7 }, (_, at) => judged({ text: `LINE ${at}` }))
      await store.inbox.keep('default', kept)
      const seen: string[] = []
      let cursor: Awaited<ReturnType<Store['screenings']['list']>>['nextCursor'] | undefined
      while (cursor !== null) {
        const page = await store.screenings.list('default', {}, { limit: 3, cursor })
        seen.push(...page.items.map(({ id }) => id))
        cursor = page.nextCursor
        await store.inbox.keep('default', [judged({ text: 'LINE, meanwhile' })])
      }
      expect(seen).toEqual(kept.map(({ id }) => id).reverse())
    })

    test('a full last page has no next one', async () => {
      await store.inbox.keep('default', [judged({ text: 'LINE' }), judged({ text: 'LINE' })])
      expect((await store.screenings.list('default', {}, { limit: 2 })).nextCursor).toBeNull()
      expect((await store.screenings.list('default', {}, { limit: 1 })).nextCursor).not.toBeNull()
    })

    test('show of the text only the evidence, in its place', async () => {
      await store.inbox.keep('default', [judged({ text: '電話は\n090、LINEも👍' })])
      const { items } = await store.screenings.list('default', {}, { limit: 1 })
      expect(items[0]?.text).toBe('●●●\n●●●●LINE●●●')
    })
  })

  test.each([
    ['full', '連絡はLINEで', '連絡はLINEで'],
    ['evidence', '連絡はLINEで', '●●●LINE●'],
    ['none', '連絡はLINEで', '●●●●●●●●'],
  ] as const)('with STORE_TEXT=%s %s is read back as %s', async (storeText, text, expected) => {
    const other = await openStore(database.location, storeText)
    const screening = judged({ text })
    await other.inbox.keep('default', [screening])
    const found = await other.screenings.find('default', screening.id)
    expect(found?.text).toBe(expected)
    expect(found?.flags[0]?.evidence[0]?.text).toBe(expected.slice(3, 7))
    const raw = await openDatabase(database.location)
    const rows = await raw.selectFrom('screenings').selectAll().where('id', '=', screening.id).execute()
    await raw.destroy()
    await other.close()
    expect(JSON.stringify(rows).includes('連絡')).toBe(storeText === 'full')
    expect(JSON.stringify(rows).includes('LINE')).toBe(storeText !== 'none')
  })
})

describe('a store that cannot be opened says why', () => {
  test.each([
    ['a directory', { kind: 'sqlite', file: '/' }],
    ['a directory that cannot be made', { kind: 'sqlite', file: '/dev/null/x/a.db' }],
    ['no database file', { kind: 'sqlite', file: 'package.json' }],
    ['nobody listens', { kind: 'postgres', url: 'postgres://nobody@127.0.0.1:1/none' }],
  ] as const)('%s', async (_name, location) => {
    await expect(openStore(location, 'full')).rejects.toThrow(StoreFailure)
  })
})

test('ids only grow, carry their time, and bound it', () => {
  const ids = Array.from({ length: 1_000 }, nextId)
  expect([...ids].sort()).toEqual(ids)
  const [id] = [nextId()]
  expect(firstIdAt(timeOf(id)) <= id).toBe(true)
  expect(firstIdAt(new Date(timeOf(id).getTime() + 1)) > id).toBe(true)
})

function after<Result>(milliseconds: number, work: () => Result): Promise<Result> {
  return new Promise(resolve => setTimeout(() => resolve(work()), milliseconds))
}
