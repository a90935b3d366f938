import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { buildIdFactory } from '../../../src/contract/ids.js'
import type { IncomingMessage } from '../../../src/contract/message.js'
import type { NewScreening } from '../../../src/store/screening.js'
import { openStore, type Store } from '../../../src/store/store.js'
import { fakeScreener } from '../../support/screener.js'
import { databases, type TestDatabase } from '../../support/stores.js'

const { screen } = fakeScreener()
const nextId = buildIdFactory()
const judged = (message: IncomingMessage): NewScreening => ({
  id: nextId(),
  message,
  judgement: screen(message),
})
const EVER = { from: new Date('2000-01-01'), to: new Date('2200-01-01') }

describe.each(databases)('moderation on $name', ({ create }) => {
  let database: TestDatabase
  let store: Store
  let tenant: string
  let count = 0

  beforeAll(async () => {
    database = await create()
    store = await openStore(database.location, 'full')
  })
  afterAll(async () => {
    await store.close()
    await database.remove()
  })
  // A tenant a test: they never see each other.
  beforeEach(() => {
    tenant = `tenant-${++count}`
  })

  async function keep(message: IncomingMessage): Promise<NewScreening> {
    const screening = judged(message)
    await store.inbox.keep(tenant, [screening])
    return screening
  }

  describe('keys', () => {
    test('the secret is shown once and never kept', async () => {
      const { id, key } = await store.keys.create({ tenant, role: 'platform', actor: 'site' })
      expect(key).toMatch(/^sek_[0-9A-Z]{26}_[\w-]{43}$/)
      expect(await store.keys.identify(key)).toEqual({ tenant, role: 'platform', actor: 'site' })
      expect(JSON.stringify(await store.keys.list())).not.toContain(key.slice(31))
      expect(await store.keys.any()).toBe(true)
      expect((await store.audit.list(tenant, { limit: 9 })).events).toMatchObject([
        { type: 'key_created', detail: { key: id, role: 'platform' } },
      ])
    })

    test('a key that is not quite right is none', async () => {
      const { key } = await store.keys.create({ tenant, role: 'admin', actor: 'a' })
      const { key: other } = await store.keys.create({ tenant, role: 'admin', actor: 'b' })
      const last = key.endsWith('A') ? 'B' : 'A'
      for (const wrong of [
        '',
        'sek_',
        key.slice(0, -1),
        key.slice(0, -2) + last + last,
        key.slice(0, 31) + other.slice(31),
        key.toLowerCase(),
        `${key} `,
      ])
        expect(await store.keys.identify(wrong)).toBeUndefined()
    })

    test('a revoked one is none, and is revoked once', async () => {
      const { id, key } = await store.keys.create({ tenant, role: 'admin', actor: 'a' })
      expect(await store.keys.revoke(id)).toBe(true)
      expect(await store.keys.revoke(id)).toBe(false)
      expect(await store.keys.identify(key)).toBeUndefined()
    })

    test('a name stands for one key of a tenant', async () => {
      await store.keys.create({ tenant, role: 'moderator', actor: 'sato' })
      await expect(store.keys.create({ tenant, role: 'admin', actor: 'sato' })).rejects.toThrow()
      await store.keys.create({ tenant: `${tenant}-b`, role: 'admin', actor: 'sato' })
    })
  })

  describe('the desk', () => {
    test('decides once, with what it was', async () => {
      const { id } = await keep({ text: 'LINEで教材' })
      const step = await store.queue.review(tenant, id, 'sato', {
        decision: 'confirmed',
        categories: ['material_purchase', 'mlm'],
        note: '商材の勧誘\u0000',
      })
      expect(step).toMatchObject({
        kind: 'done',
        screening: {
          status: 'confirmed',
          decision: { by: 'sato', categories: ['material_purchase', 'mlm'], note: '商材の勧誘\u0000' },
        },
      })
      expect(await store.queue.review(tenant, id, 'ito', { decision: 'dismissed' })).toEqual({
        kind: 'wrong_status',
        status: 'confirmed',
      })
      expect((await store.screenings.list(tenant, { status: 'confirmed' }, { limit: 9 })).items).toHaveLength(
        1,
      )
    })

    test('without categories the flags are confirmed', async () => {
      const { id } = await keep({ text: 'LINEで教材' })
      await store.queue.review(tenant, id, 'sato', { decision: 'confirmed' })
      expect((await store.screenings.find(tenant, id))?.decision?.categories).toEqual([
        'off_platform_contact',
        'material_purchase',
      ])
    })

    test('of twenty at the same time one decides', async () => {
      const { id } = await keep({ text: 'LINE' })
      const steps = await Promise.all(
        Array.from({ length: 20 }, (_, at) =>
          store.queue.review(tenant, id, `m-${at}`, { decision: at % 2 ? 'confirmed' : 'dismissed' }),
        ),
      )
      expect(steps.filter(({ kind }) => kind === 'done')).toHaveLength(1)
      expect(steps.filter(({ kind }) => kind === 'wrong_status')).toHaveLength(19)
      expect((await store.audit.of(tenant, id)).map(({ type }) => type)).toHaveLength(1)
    })

    test('reopens what is decided, and nothing else', async () => {
      const { id } = await keep({ text: 'LINE' })
      expect((await store.queue.reopen(tenant, id, 'sato')).kind).toBe('wrong_status')
      await store.queue.review(tenant, id, 'sato', { decision: 'dismissed', note: 'x' })
      expect(await store.queue.reopen(tenant, id, 'ito')).toMatchObject({
        kind: 'done',
        screening: { status: 'pending', decision: null },
      })
      expect((await store.queue.review(tenant, id, 'ito', { decision: 'confirmed' })).kind).toBe('done')
      expect((await store.audit.of(tenant, id)).map(({ type, actor }) => [type, actor])).toEqual([
        ['dismissed', 'sato'],
        ['reopened', 'ito'],
        ['confirmed', 'ito'],
      ])
    })

    test('a claim keeps others off until it runs out or is given back', async () => {
      const { id } = await keep({ text: 'LINE' })
      expect((await store.queue.claim(tenant, id, 'sato', 15)).kind).toBe('done')
      expect(await store.queue.claim(tenant, id, 'ito', 15)).toMatchObject({ kind: 'claimed', by: 'sato' })
      expect((await store.queue.review(tenant, id, 'ito', { decision: 'confirmed' })).kind).toBe('claimed')
      expect((await store.queue.release(tenant, id, 'ito')).kind).toBe('claimed')
      expect((await store.queue.claim(tenant, id, 'sato', 30)).kind).toBe('done')
      expect((await store.screenings.list(tenant, { claimedBy: 'sato' }, { limit: 9 })).items).toHaveLength(1)
      expect((await store.screenings.list(tenant, { claimedBy: 'free' }, { limit: 9 })).items).toHaveLength(0)
      await store.queue.release(tenant, id, 'sato')
      expect((await store.screenings.list(tenant, { claimedBy: 'free' }, { limit: 9 })).items).toHaveLength(1)

      await store.queue.claim(tenant, id, 'sato', 0)
      expect((await store.screenings.find(tenant, id))?.claim).toBeNull()
      expect((await store.queue.review(tenant, id, 'ito', { decision: 'confirmed' })).kind).toBe('done')
    })

    test('every step leaves its event, with what is needed to understand it', async () => {
      const { id } = await keep({ text: 'LINE 教材' })
      await store.queue.claim(tenant, id, 'sato', 15)
      await store.queue.release(tenant, id, 'sato')
      await store.queue.review(tenant, id, 'sato', { decision: 'confirmed', categories: ['mlm'] })
      await store.queue.reopen(tenant, id, 'ito')
      const { events } = await store.audit.list(tenant, { limit: 9 })
      expect(events.map(({ type, actor }) => [type, actor])).toEqual([
        ['reopened', 'ito'],
        ['confirmed', 'sato'],
        ['released', 'sato'],
        ['claimed', 'sato'],
      ])
      expect(events[1]?.detail).toEqual({ categories: ['mlm'] })
      expect(Date.parse(String(events[3]?.detail.until))).toBeGreaterThan(Date.now() + 14 * 60_000)
    })

    test('the time to a decision is counted from the arrival, or from the last reopening', async () => {
      const { id } = await keep({ text: 'LINE' })
      const seconds = async () => (await store.statistics(tenant, EVER)).decisions.secondsToDecision.max
      await new Promise(resolve => setTimeout(resolve, 1_600))
      await store.queue.review(tenant, id, 'sato', { decision: 'dismissed' })
      expect(await seconds()).toBe(2)
      await store.queue.reopen(tenant, id, 'sato')
      await store.queue.review(tenant, id, 'sato', { decision: 'dismissed' })
      expect(await seconds()).toBe(0)
    })

    test('of ten claims at the same time one holds', async () => {
      const { id } = await keep({ text: 'LINE' })
      const steps = await Promise.all(
        Array.from({ length: 10 }, (_, at) => store.queue.claim(tenant, id, `m-${at}`, 15)),
      )
      expect(steps.filter(({ kind }) => kind === 'done')).toHaveLength(1)
    })

    test('another tenant has no such screening', async () => {
      const { id } = await keep({ text: 'LINE' })
      expect(await store.queue.review('other', id, 'x', { decision: 'confirmed' })).toEqual({
        kind: 'missing',
      })
      expect(await store.queue.claim('other', id, 'x', 5)).toEqual({ kind: 'missing' })
      expect(await store.queue.reopen('other', id, 'x')).toEqual({ kind: 'missing' })
      expect(await store.audit.of('other', id)).toEqual([])
      expect((await store.screenings.find(tenant, id))?.status).toBe('pending')
    })
  })

  describe('reports', () => {
    test('a message that was let through enters the queue, under the id it was given', async () => {
      const allowed = await keep({ text: 'ok', messageId: 'm' })
      const reported = await store.reports.add(
        tenant,
        'site',
        { category: 'mlm', reason: '勧誘された', reporterId: 'w-1' },
        judged({ text: 'ok', messageId: 'm' }),
      )
      expect(reported).toMatchObject({ kind: 'kept', screeningId: allowed.id, isNew: true })
      const found = await store.screenings.find(tenant, allowed.id)
      expect(found).toMatchObject({ origin: 'report', status: 'pending', verdict: 'allow', text: 'ok' })
      expect(await store.reports.of(tenant, allowed.id)).toMatchObject([
        { category: 'mlm', reason: '勧誘された', reporterId: 'w-1' },
      ])
    })

    test('a second report joins the first', async () => {
      const flagged = await keep({ text: 'LINE', messageId: 'm' })
      for (const reporterId of ['w-1', 'w-2'])
        expect(
          await store.reports.add(tenant, 'site', { reporterId }, judged({ text: 'LINE', messageId: 'm' })),
        ).toMatchObject({ screeningId: flagged.id, isNew: false })
      expect(await store.reports.of(tenant, flagged.id)).toHaveLength(2)
      expect((await store.screenings.list(tenant, {}, { limit: 9 })).items).toHaveLength(1)
    })

    test('another text under its id is a conflict, and nothing is kept', async () => {
      await keep({ text: 'ok', messageId: 'm' })
      expect(await store.reports.add(tenant, 'site', {}, judged({ text: 'other', messageId: 'm' }))).toEqual({
        kind: 'conflict',
      })
      expect((await store.screenings.list(tenant, {}, { limit: 9 })).items).toEqual([])
    })

    test('a message that nobody judged before is kept, and its id stands for its text from then on', async () => {
      const first = await store.reports.add(tenant, 'site', {}, judged({ text: 'ok', messageId: 'm' }))
      const again = await store.reports.add(tenant, 'site', {}, judged({ text: 'ok', messageId: 'm' }))
      expect(again).toMatchObject({ isNew: false })
      expect(again.kind === 'kept' && first.kind === 'kept' && again.screeningId === first.screeningId).toBe(
        true,
      )
      expect((await store.inbox.receipts(tenant, ['m'])).size).toBe(1)
    })
  })

  test('a client is what its messages were', async () => {
    const client = { id: 'c-1' }
    const first = await keep({ text: 'LINE', client })
    const second = await keep({ text: 'LINEと教材', client })
    await keep({ text: '安い', client })
    await keep({ text: 'LINE', client: { id: 'c-2' } })
    await store.queue.review(tenant, first.id, 'a', { decision: 'dismissed' })
    await store.queue.review(tenant, second.id, 'a', {
      decision: 'confirmed',
      categories: ['material_purchase', 'mlm'],
    })
    await store.reports.add(tenant, 'site', {}, judged({ text: 'ok', client }))
    expect(await store.clients.find(tenant, 'c-1')).toMatchObject({
      clientId: 'c-1',
      screenings: 4,
      byVerdict: { block: 2, warn: 1, allow: 1 },
      byStatus: { pending: 2, confirmed: 1, dismissed: 1 },
      byCategory: [
        { category: 'low_unit_price', flagged: 1, confirmed: 0, dismissed: 0 },
        { category: 'material_purchase', flagged: 1, confirmed: 1, dismissed: 0 },
        { category: 'mlm', flagged: 1, confirmed: 1, dismissed: 0 },
        { category: 'off_platform_contact', flagged: 2, confirmed: 0, dismissed: 2 },
      ],
      reports: 1,
    })
    expect(await store.clients.find(tenant, 'nobody')).toBeUndefined()
    expect(await store.clients.find('other', 'c-1')).toBeUndefined()
    expect([...(await store.clients.confirmed(tenant, ['c-1', 'c-2', 'x']))]).toEqual([['c-1', 1]])
  })

  test('statistics tell volumes, precision by category and rule, shadow hits and the time to a decision', async () => {
    const shadow = { category: 'mlm', rule: 'mlm.shadow' }
    const texts = ['LINE', 'LINEと教材', '教材', 'ok', 'ok']
    const kept = texts.map(text => {
      const one = judged({ text })
      return text === '教材' ? { ...one, judgement: { ...one.judgement, shadows: [shadow] } } : one
    })
    await store.inbox.keep(tenant, kept.slice(0, 3))
    for (const { judgement } of kept) store.tallies.count(tenant, judgement)
    await store.tallies.flush()
    const [line, both, material] = kept
    await store.queue.review(tenant, line?.id ?? 'scr_', 'a', { decision: 'dismissed' })
    await store.queue.review(tenant, both?.id ?? 'scr_', 'a', { decision: 'confirmed' })
    await store.queue.review(tenant, material?.id ?? 'scr_', 'a', {
      decision: 'confirmed',
      categories: ['mlm'],
    })
    const statistics = await store.statistics(tenant, EVER)
    expect(statistics).toMatchObject({
      volumes: { allow: 2, warn: 0, review: 1, block: 2 },
      days: [{ day: new Date().toISOString().slice(0, 10), verdicts: { allow: 2, review: 1, block: 2 } }],
      queue: { pending: 0, claimed: 0, oldestPendingAt: null },
      decisions: { confirmed: 2, dismissed: 1, secondsToDecision: { median: 0, p90: 0, max: 0 } },
      categories: [
        { category: 'material_purchase', flagged: 2, confirmed: 1, dismissed: 1, precision: 0.5, missed: 0 },
        { category: 'mlm', flagged: 0, confirmed: 0, dismissed: 0, precision: null, missed: 1 },
        {
          category: 'off_platform_contact',
          flagged: 2,
          confirmed: 1,
          dismissed: 1,
          precision: 0.5,
          missed: 0,
        },
      ],
      rules: [
        { rule: 'material_purchase.word', status: 'live', hits: 2, flagged: 2, precision: 0.5 },
        {
          rule: 'mlm.shadow',
          category: 'mlm',
          status: 'shadow',
          hits: 1,
          flagged: 1,
          confirmed: 1,
          precision: 1,
        },
        { rule: 'off_platform_contact.word', status: 'live', hits: 2, flagged: 2, precision: 0.5 },
      ],
    })
    expect((await store.statistics('other', EVER)).volumes).toEqual({
      allow: 0,
      warn: 0,
      review: 0,
      block: 0,
    })
    expect((await store.screenings.list(tenant, { category: 'mlm' }, { limit: 9 })).items).toEqual([])
    expect((await store.screenings.list(tenant, { rule: 'mlm.shadow' }, { limit: 9 })).items).toHaveLength(1)
  })

  test('a flag of two rules is one flag of its category', async () => {
    const one = judged({ text: 'LINE' })
    const flags = one.judgement.flags.map(flag => ({
      ...flag,
      evidence: [
        ...flag.evidence,
        ...flag.evidence.map(other => ({ ...other, rule: 'off_platform_contact.b' })),
      ],
    }))
    await store.inbox.keep(tenant, [{ ...one, judgement: { ...one.judgement, flags } }])
    const { categories, rules } = await store.statistics(tenant, EVER)
    expect(categories).toMatchObject([{ category: 'off_platform_contact', flagged: 1 }])
    expect(rules.map(({ flagged }) => flagged)).toEqual([1, 1])
  })

  test('a reopened case takes its decision back from the statistics', async () => {
    const { id } = await keep({ text: 'LINE' })
    await store.queue.review(tenant, id, 'a', { decision: 'confirmed', categories: ['mlm'] })
    await store.queue.reopen(tenant, id, 'a')
    const { categories } = await store.statistics(tenant, EVER)
    expect(categories).toMatchObject([{ category: 'off_platform_contact', confirmed: 0, dismissed: 0 }])
  })

  test('counts of several writers add up', async () => {
    const other = await openStore(database.location, 'full')
    const { judgement } = judged({ text: 'LINE' })
    for (const one of [store, other, store]) one.tallies.count(tenant, judgement)
    // One after the other: two connections of one process cannot wait for each other on SQLite.
    for (const one of [store, other]) await one.tallies.flush()
    expect((await store.statistics(tenant, EVER)).volumes.block).toBe(3)
    await other.close()
  })

  test('by status it counts what the list would show', async () => {
    const { id } = await keep({ text: 'LINE', client: { id: 'c' } })
    await keep({ text: '教材', client: { id: 'c' } })
    await keep({ text: '教材' })
    await store.queue.review(tenant, id, 'a', { decision: 'confirmed' })
    expect(await store.screenings.count(tenant, {})).toEqual({ pending: 2, confirmed: 1, dismissed: 0 })
    expect(await store.screenings.count(tenant, { clientId: 'c', status: 'confirmed' })).toEqual({
      pending: 1,
      confirmed: 1,
      dismissed: 0,
    })
  })

  test('erasing leaves the fact and nothing else', async () => {
    const { id } = await keep({ text: '秘密のLINE', messageId: 'm', client: { id: 'c-9' } })
    await store.reports.add(
      tenant,
      'site',
      { reason: '秘密' },
      judged({ text: '秘密のLINE', messageId: 'm' }),
    )
    expect(await store.erasure.screening('other', id, 'x')).toBe(false)
    expect(await store.erasure.screening(tenant, id, 'boss')).toBe(true)
    expect(await store.erasure.screening(tenant, id, 'boss')).toBe(false)
    expect(await store.screenings.find(tenant, id)).toBeUndefined()
    expect((await store.inbox.receipts(tenant, ['m'])).size).toBe(0)
    expect(await store.reports.of(tenant, id)).toEqual([])
    expect((await store.audit.of(tenant, id)).map(({ type }) => type)).toEqual(['reported', 'erased'])
  })

  test('a client is erased with everything, however much that is', async () => {
    const many = Array.from({ length: 1_201 }, () => judged({ text: 'LINE', client: { id: 'c' } }))
    await store.inbox.keep(tenant, many)
    await keep({ text: 'LINE', client: { id: 'other' } })
    expect(await store.erasure.client(tenant, 'c', 'boss')).toBe(1_201)
    expect((await store.screenings.list(tenant, {}, { limit: 9 })).items).toHaveLength(1)
    const { events } = await store.audit.list(tenant, { limit: 9 })
    expect(events).toMatchObject([{ type: 'client_erased', detail: { screenings: 1_201 } }])
  })

  test('the archive gives decided ones whole, and none whose text was not kept', async () => {
    const { id } = await keep({ text: 'LINEで' })
    await keep({ text: '教材' })
    const blind = await openStore(database.location, 'evidence')
    const hidden = judged({ text: 'LINE hidden' })
    await blind.inbox.keep(tenant, [hidden])
    await blind.queue.review(tenant, hidden.id, 'a', { decision: 'confirmed' })
    await blind.close()
    await store.queue.review(tenant, id, 'a', { decision: 'confirmed' })
    const found: string[] = []
    for await (const page of store.archive({ tenant, status: 'decided' }))
      found.push(...page.map(({ text }) => text))
    expect(found).toEqual(['LINEで'])
  })

  describe('the outbox', () => {
    const endpoint = {
      url: 'https://platform.example/hook',
      secret: 'whsec_c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0',
    }

    test('holds what happened from the endpoint on, in the transaction of it, without a word', async () => {
      await keep({ text: 'LINE' })
      await store.outbox.setEndpoint(tenant, 'boss', endpoint)
      const { id } = await keep({ text: 'LINEで秘密', messageId: 'm', client: { id: 'c' } })
      await store.queue.review(tenant, id, 'a', { decision: 'confirmed' })
      await store.queue.reopen(tenant, id, 'a')
      const { items } = await store.outbox.list(tenant, {}, { limit: 9 })
      expect(items.map(({ type }) => type)).toEqual([
        'screening.reopened',
        'screening.decided',
        'screening.flagged',
      ])
      const due = (await store.outbox.take(99, new Date(), new Date(Date.now() + 60_000))).filter(
        one => one.tenant === tenant,
      )
      expect(due.map(({ payload }) => JSON.parse(payload))).toMatchObject([
        {
          type: 'screening.flagged',
          data: { screeningId: id, messageId: 'm', clientId: 'c', verdict: 'block', decision: null },
        },
        {
          type: 'screening.decided',
          data: { status: 'confirmed', decision: { categories: ['off_platform_contact'] } },
        },
        { type: 'screening.reopened', data: { status: 'pending', decision: null } },
      ])
      expect(JSON.stringify(due)).not.toContain('秘密')
    })

    test('what one sender has taken no other gets, until the lease is over', async () => {
      await store.outbox.setEndpoint(tenant, 'boss', endpoint)
      await keep({ text: 'LINE' })
      const now = new Date(Date.now() + 1_000)
      const lease = new Date(now.getTime() + 60_000)
      const other = await openStore(database.location, 'full')
      const taken = []
      for (const one of [store, other, store]) taken.push(...(await one.outbox.take(99, now, lease)))
      const ours = taken.filter(one => one.tenant === tenant)
      expect(ours).toHaveLength(1)
      const later = await other.outbox.take(99, lease, new Date(lease.getTime() + 60_000))
      expect(later.filter(one => one.tenant === tenant)).toHaveLength(1)
      await other.close()
    })

    test('a dead one can be sent again, and the endpoint be removed', async () => {
      await store.outbox.setEndpoint(tenant, 'boss', endpoint)
      await keep({ text: 'LINE' })
      const [delivery] = (await store.outbox.list(tenant, {}, { limit: 1 })).items
      const id = delivery?.id ?? ''
      expect(await store.outbox.retry(tenant, id, 'boss')).toBe(false)
      await store.outbox.settle(id, {
        status: 'dead',
        attempts: 11,
        next_attempt_at: new Date().toISOString(),
        last_error: 'the endpoint answered 500',
      })
      expect((await store.outbox.list(tenant, { status: 'dead' }, { limit: 9 })).items).toHaveLength(1)
      expect(await store.outbox.retry('other', id, 'x')).toBe(false)
      expect(await store.outbox.retry(tenant, id, 'boss')).toBe(true)
      expect((await store.outbox.list(tenant, { status: 'waiting' }, { limit: 9 })).items).toMatchObject([
        { attempts: 0 },
      ])
      expect(await store.outbox.removeEndpoint(tenant, 'boss')).toBe(true)
      expect(await store.outbox.removeEndpoint(tenant, 'boss')).toBe(false)
      expect((await store.outbox.list(tenant, {}, { limit: 9 })).items).toEqual([])
    })
  })

  test('the trail pages without a gap', async () => {
    for (let i = 0; i < 7; i++) await store.audit.record({ tenant, type: 'exported', actor: `a-${i}` })
    const seen: string[] = []
    let cursor: string | null | undefined
    while (cursor !== null) {
      const page = await store.audit.list(tenant, { limit: 3, cursor })
      seen.push(...page.events.map(({ actor }) => actor))
      cursor = page.nextCursor
    }
    expect(seen).toEqual(['a-6', 'a-5', 'a-4', 'a-3', 'a-2', 'a-1', 'a-0'])
  })
})
