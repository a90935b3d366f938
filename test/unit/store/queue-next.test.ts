import { expect, test } from 'vitest'
import type { ScreeningId } from '../../../src/contract/ids.js'
import type { Wish } from '../../../src/store/lease.js'
import { openStore } from '../../../src/store/store.js'
import { judged } from '../../support/screenings.js'
import { onEveryStore } from '../../support/stores.js'

const ANY: Wish = { filter: {}, sort: 'harm', skip: [], includeTests: false }

onEveryStore('the next case', on => {
  const next = (actor: string, wish: Partial<Wish> = {}, minutes = 10) =>
    on.store.queue.next(on.tenant, actor, { ...ANY, ...wish }, minutes)
  /** Takes all there are, in the order in which they are handed out. */
  const all = async (wish: Partial<Wish> = {}): Promise<readonly ScreeningId[]> => {
    const ids: ScreeningId[] = []
    for (;;) {
      const found = await next('taker', { ...wish, skip: ids })
      if (found === undefined) return ids
      ids.push(found.id)
    }
  }

  test('is leased to who asked, and the trail says so', async () => {
    const { id } = await on.keep({ text: 'LINE' })
    const found = await next('sato')
    expect(found).toMatchObject({ id, text: 'LINE', claim: { by: 'sato' } })
    expect(Date.parse(found?.claim?.until ?? '')).toBeGreaterThan(Date.now() + 9 * 60_000)
    expect((await on.store.queue.review(on.tenant, id, 'ito', { decision: 'confirmed' })).kind).toBe(
      'claimed',
    )
    const events = await on.store.audit.of(on.tenant, id)
    expect(events.map(({ type, actor }) => [type, actor])).toEqual([['claimed', 'sato']])
    expect(await next('ito')).toBeUndefined()
  })

  test('is the one that the caller holds already, until it is decided, given back or put off', async () => {
    const first = await on.keep({ text: '教材' })
    const second = await on.keep({ text: 'LINE' })
    for (let again = 0; again < 2; again++) expect((await next('sato'))?.id).toBe(first.id)
    expect((await next('sato', { skip: [first.id] }))?.id).toBe(second.id)
    await on.store.queue.release(on.tenant, first.id, 'sato')
    expect((await next('ito'))?.id).toBe(first.id)
    await on.store.queue.review(on.tenant, first.id, 'ito', { decision: 'dismissed' })
    expect(await next('ito')).toBeUndefined()
  })

  test('comes free again when the lease has run out', async () => {
    const { id } = await on.keep({ text: 'LINE' })
    await next('sato', {}, 0)
    expect((await next('ito'))?.id).toBe(id)
    expect((await on.store.queue.claim(on.tenant, id, 'ito', 30)).kind).toBe('done')
  })

  test('of twenty who ask at once, at two instances, everybody gets another', {
    timeout: 60_000,
  }, async () => {
    const kept = Array.from({ length: 25 }, (_, at) => judged({ text: `LINE ${at}` }))
    await on.store.inbox.keep(on.tenant, kept)
    const other = await openStore(on.location, 'full')
    const found = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        (at % 2 ? other : on.store).queue.next(on.tenant, `m-${at}`, ANY, 10),
      ),
    )
    await other.close()
    expect(new Set(found.map(one => one?.id)).size).toBe(20)
    expect(found.map(one => one?.claim?.by)).toEqual(found.map((_, at) => `m-${at}`))
  })

  test('ten who work through it at once decide each case once', { timeout: 60_000 }, async () => {
    const kept = Array.from({ length: 30 }, (_, at) => judged({ text: `LINE ${at}` }))
    await on.store.inbox.keep(on.tenant, kept)
    const decided: ScreeningId[] = []
    const { tenant } = on
    const work = async (actor: string): Promise<void> => {
      const take = () => on.store.queue.next(tenant, actor, ANY, 10)
      for (let found = await take(); found; found = await take()) {
        const step = await on.store.queue.review(tenant, found.id, actor, { decision: 'dismissed' })
        expect(step.kind).toBe('done')
        decided.push(found.id)
      }
    }
    await Promise.all(Array.from({ length: 10 }, (_, at) => work(`m-${at}`)))
    expect([...decided].sort()).toEqual(kept.map(({ id }) => id).sort())
  })

  test('goes by harm: reported, held, blocked, warned of; by age where that is asked for', async () => {
    const warned = await on.keep({ text: '安い' })
    const blocked = await on.keep({ text: 'LINE' })
    const held = await on.keep({ text: '教材' })
    const reported = judged({ text: 'ok' })
    await on.store.reports.add(on.tenant, 'site', {}, reported)
    const byAge = [warned.id, blocked.id, held.id, reported.id]
    expect(await all()).toEqual([reported.id, held.id, blocked.id, warned.id])
    for (const id of byAge) await on.store.queue.release(on.tenant, id, 'taker')
    expect(await all({ sort: 'oldest' })).toEqual(byAge)
    for (const id of byAge) await on.store.queue.release(on.tenant, id, 'taker')
    expect(await all({ sort: 'newest' })).toEqual([...byAge].reverse())
  })

  test.each<[string, Partial<Wish>, readonly number[]]>([
    ['a category', { filter: { category: 'material_purchase' } }, [1, 2]],
    ['a verdict', { filter: { verdict: 'warn' } }, [3]],
    ['a stage', { filter: { stage: 'contracted' } }, [1]],
    ['a kind', { filter: { kind: 'job_post' } }, [2]],
    ['a client', { filter: { clientId: 'c-1' } }, [0]],
    [
      'a rule and a confidence',
      { filter: { rule: 'off_platform_contact.word', minConfidence: 0.9 } },
      [0, 2],
    ],
    ['nothing', { filter: { clientId: 'nobody' } }, []],
  ])('fits %s', async (_name, wish, expected) => {
    const kept = [
      judged({ text: 'LINE', client: { id: 'c-1' } }),
      judged({ text: '教材', stage: 'contracted' }),
      judged({ text: '教材とLINE', kind: 'job_post' }),
      judged({ text: '安い' }),
    ]
    await on.store.inbox.keep(on.tenant, kept)
    const found = (await all(wish)).map(id => kept.findIndex(one => one.id === id))
    expect([...found].sort()).toEqual(expected)
  })

  test('is no known-answer text, unless those are asked for', async () => {
    const known = judged({ text: 'LINE' })
    await on.store.inbox.keep(on.tenant, [{ ...known, judgement: { ...known.judgement, test: true } }])
    expect(await next('sato')).toBeUndefined()
    expect((await next('sato', { includeTests: true }))?.id).toBe(known.id)
    expect((await next('sato', { filter: { origin: 'test' } }))?.id).toBe(known.id)
  })

  test('is never of another tenant', async () => {
    await on.keep({ text: 'LINE' })
    expect(await on.store.queue.next('other', 'sato', ANY, 10)).toBeUndefined()
  })
})
