import { expect, test } from 'vitest'
import { openDatabase } from '../../../src/store/database.js'
import { openStore, type Store } from '../../../src/store/store.js'
import { ANY, instancesOf } from '../../support/blind.js'
import { EVER, judged } from '../../support/screenings.js'
import { onEveryStore } from '../../support/stores.js'

onEveryStore('an audited message', on => {
  const instance = instancesOf(on)
  const keep = async (store: Store, message: Parameters<typeof judged>[0]) => {
    const one = judged(message)
    await store.inbox.keep(on.tenant, [one])
    return one
  }
  const find = (store: Store, id: `scr_${string}`) => store.screenings.find(on.tenant, id)

  test('is a case that does not say that it passed, until somebody has decided', async () => {
    const store = await instance({ auditRate: 1 })
    const { id, judgement } = await keep(store, {
      text: '納品は金曜です',
      messageId: 'm',
      client: { id: 'c' },
    })
    const blind = { id, status: 'pending', origin: 'screen', verdict: 'warn', confidence: 0 }
    const nothing = { flags: [], scores: {}, decidedBy: null }
    expect(await find(store, id)).toMatchObject({ ...blind, ...nothing, text: '納品は金曜です' })
    const { items } = await store.screenings.list(on.tenant, { q: '納品' }, { limit: 9 })
    expect(items).toMatchObject([blind])
    expect(await store.screenings.list(on.tenant, { origin: 'audit' }, { limit: 9 })).toMatchObject({
      items: [],
    })
    expect(await store.screenings.count(on.tenant, { verdict: 'allow' })).toMatchObject({ pending: 0 })
    expect(await store.queue.next(on.tenant, 'sato', ANY, 10)).toMatchObject({ ...blind, ...nothing })

    const review = { decision: 'confirmed', categories: ['mlm'] } as const
    const truth = {
      origin: 'audit',
      verdict: 'allow',
      confidence: judgement.confidence,
      scores: judgement.scores,
      status: 'confirmed',
      decision: { by: 'sato', categories: ['mlm'] },
    }
    expect(await store.queue.review(on.tenant, id, 'sato', review)).toMatchObject({ screening: truth })
    expect(await find(store, id)).toMatchObject(truth)
    expect(await store.screenings.count(on.tenant, { origin: 'audit' })).toMatchObject({ confirmed: 1 })
    expect(await store.screenings.count(on.tenant, { verdict: 'allow' })).toMatchObject({ confirmed: 1 })
    expect(await store.screenings.count(on.tenant, { verdict: 'warn' })).toMatchObject({ confirmed: 0 })
    expect((await store.clients.confirmed(on.tenant, ['c'])).get('c')).toBe(1)
  })

  test('is what its answer was to whoever sends it again', async () => {
    const store = await instance({ auditRate: 1 })
    const { id, judgement } = await keep(store, { text: 'ok', messageId: 'm' })
    const receipt = (await store.inbox.receipts(on.tenant, ['m'])).get('m')
    expect(receipt).toMatchObject({ screeningId: id, result: { verdict: 'allow', scores: judgement.scores } })
  })

  test('is no flag: neither told of by webhook when it comes, nor counted as one', async () => {
    const store = await instance({ auditRate: 1 })
    const endpoint = { url: 'https://platform.example/hooks', secret: 'whsec_x' }
    await store.outbox.setEndpoint(on.tenant, 'boss', endpoint)
    const raw = await openDatabase(on.location)
    const told = async () => {
      const rows = await raw.selectFrom('deliveries').selectAll().where('tenant', '=', on.tenant).execute()
      return rows.map(({ type, payload }) => [type, JSON.parse(payload).data.verdict])
    }
    const shadows = [{ category: 'mlm', rule: 'mlm.shadow' }]
    const one = judged({ text: 'ok' })
    await store.inbox.keep(on.tenant, [{ ...one, judgement: { ...one.judgement, shadows } }])
    expect(await told()).toEqual([])
    await store.queue.review(on.tenant, one.id, 'sato', { decision: 'dismissed' })
    expect(await told()).toEqual([['screening.decided', 'allow']])
    await raw.destroy()
    const { decisions, categories, rules } = await store.statistics(on.tenant, EVER)
    expect(decisions).toMatchObject({ confirmed: 0, dismissed: 0 })
    expect([categories, rules]).toEqual([[], []])
  })

  test('gets no second opinion, and stays what it is when it is reopened', async () => {
    const store = await instance({ auditRate: 1, secondReviewRate: 1 })
    const { id } = await keep(store, { text: 'ok' })
    await store.queue.review(on.tenant, id, 'sato', { decision: 'dismissed' })
    expect(await store.queue.next(on.tenant, 'ito', ANY, 10)).toBeUndefined()
    await store.queue.reopen(on.tenant, id, 'sato')
    expect(await find(store, id)).toMatchObject({ status: 'pending', origin: 'audit', verdict: 'allow' })
    const again = await store.queue.reviewAll(on.tenant, [id], 'ito', { decision: 'dismissed' })
    expect(again).toMatchObject({ done: [{ id, status: 'dismissed', origin: 'audit' }] })
  })

  test('cannot be objected to by its sender, since nothing was done with it', async () => {
    const store = await instance({ auditRate: 1 })
    const { id } = await keep(store, { text: 'ok' })
    const term = { days: 9, keptDays: 9 }
    const file = () => store.appeals.add(on.tenant, id, 'platform', { from: 'sender', text: '?', term })
    expect(await file()).toEqual({ kind: 'nothing' })
    await store.queue.review(on.tenant, id, 'sato', { decision: 'confirmed', categories: ['mlm'] })
    expect(await file()).toMatchObject({ kind: 'filed' })
  })

  test('goes with its case', async () => {
    const store = await instance({ auditRate: 1 })
    const { id } = await keep(store, { text: 'ok' })
    const raw = await openDatabase(on.location)
    const rows = () => raw.selectFrom('audited_messages').selectAll().where('screening_id', '=', id).execute()
    expect(await rows()).toMatchObject([{ tenant: on.tenant, rate: 1, confidence: 0.01 }])
    await store.erasure.screening(on.tenant, id, 'boss')
    expect(await rows()).toEqual([])
    await raw.destroy()
  })

  test('is drawn by a hash of its message id: as many as the rate says, and the same again', async () => {
    const store = await instance({ auditRate: 0.25 })
    const drawn = (id: number) => store.inbox.draws(on.tenant, judged({ text: 'ok', messageId: `m-${id}` }))
    const ids = Array.from({ length: 2_000 }, (_, id) => id)
    const first = ids.map(drawn)
    expect(ids.map(drawn)).toEqual(first)
    const share = first.filter(Boolean).length / ids.length
    // Five standard errors: the secret, and with it the draw, is another in each run.
    expect(Math.abs(share - 0.25)).toBeLessThan(5 * Math.sqrt((0.25 * 0.75) / ids.length))
    const more = await instance({ auditRate: 0.5 })
    const kept = ids.filter(id => drawn(id))
    expect(kept.every(id => more.inbox.draws(on.tenant, judged({ text: 'ok', messageId: `m-${id}` })))).toBe(
      true,
    )
  })

  test.each([
    ['flagged', { text: 'LINE' }, {}],
    ['let pass with its campaign', { text: 'ok' }, { passedIn: 'cmp_1' }],
  ])('was not %s', async (_what, message, more) => {
    const store = await instance({ auditRate: 1 })
    expect(store.inbox.draws(on.tenant, { ...judged(message), ...more })).toBe(false)
    expect(store.inbox.draws(on.tenant, judged({ text: 'ok' }))).toBe(true)
  })

  test.each(['evidence', 'none'] as const)(
    'needs its text: with STORE_TEXT=%s there is none',
    async textKept => {
      const rates = { secondReviewRate: 0, goldenRate: 0, auditRate: 1 }
      const store = await openStore(on.location, textKept, { rates })
      expect(store.inbox.draws(on.tenant, judged({ text: 'ok' }))).toBe(false)
      await store.close()
    },
  )
})
