import { expect, test } from 'vitest'
import { openDatabase } from '../../../src/store/database.js'
import { openStore } from '../../../src/store/store.js'
import { hashText } from '../../../src/store/stored-text.js'
import { judged } from '../../support/screenings.js'
import { type OpenStore, onEveryStore } from '../../support/stores.js'

const message = { text: 'LINE', messageId: 'm', client: { id: 'c' } }
const allowed = { text: 'よろしく', messageId: 'ok', client: { id: 'c' } }

async function everything(on: OpenStore): Promise<string> {
  const db = await openDatabase(on.location)
  const receipts = await db.selectFrom('receipts').selectAll().where('tenant', '=', on.tenant).execute()
  const tombstones = await db.selectFrom('tombstones').selectAll().execute()
  await db.destroy()
  return JSON.stringify({ receipts, tombstones })
}

onEveryStore('an erased message', on => {
  test.each([
    { name: 'flagged', text: 'LINE' },
    { name: 'allowed', text: 'ok' },
  ])('sent again ($name) is not kept again', async ({ text }) => {
    const { id } = await on.keep(message)
    await on.store.erasure.screening(on.tenant, id, 'boss')
    const again = judged({ ...message, text })
    const other = judged({ text: 'LINE', messageId: 'n' })
    expect(await on.store.inbox.keep(on.tenant, [again, other])).toEqual(new Map([['m', 'erased']]))
    expect((await on.store.screenings.list(on.tenant, {}, { limit: 9 })).items.map(one => one.id)).toEqual([
      other.id,
    ])
    expect([...(await on.store.inbox.receipts(on.tenant, ['m', 'n'])).keys()]).toEqual(['n'])
    // Another tenant's message of that id is another message.
    expect(await on.store.inbox.keep(`${on.tenant}-b`, [judged(message)])).toEqual(new Map())
  })

  test('reported again is not put before anybody', async () => {
    const { id } = await on.keep(message)
    await on.store.erasure.screening(on.tenant, id, 'boss')
    expect(await on.store.reports.add(on.tenant, 'site', { reason: 'x' }, judged(message))).toEqual({
      kind: 'erased',
    })
    expect((await on.store.screenings.list(on.tenant, {}, { limit: 9 })).items).toEqual([])
  })

  test('of every instance', async () => {
    const { id } = await on.keep(message)
    await on.store.erasure.screening(on.tenant, id, 'boss')
    const other = await openStore(on.location, 'full')
    expect((await other.inbox.keep(on.tenant, [judged(message)])).get('m')).toBe('erased')
    await other.close()
  })

  test('a client is erased with the receipts of its allowed messages', async () => {
    await on.keep(message)
    await on.keep(allowed)
    await on.keep({ ...allowed, messageId: 'other', client: { id: 'd' } })
    expect(await on.store.erasure.client(on.tenant, 'c', 'boss')).toMatchObject({
      screenings: 1,
      receipts: 2,
    })
    const left = await on.store.inbox.receipts(on.tenant, ['m', 'ok', 'other'])
    expect([...left.keys()]).toEqual(['other'])
    const late = await on.store.inbox.keep(on.tenant, [judged(message), judged(allowed)])
    expect([...late.values()]).toEqual(['erased', 'erased'])
  })

  test('a client of whom there are only receipts, more than one batch', async () => {
    const many = Array.from({ length: 1_100 }, (_, at) => judged({ ...allowed, messageId: `m-${at}` }))
    await on.store.inbox.keep(on.tenant, many)
    expect(await on.store.erasure.client(on.tenant, 'c', 'boss')).toMatchObject({
      screenings: 0,
      receipts: 1_100,
    })
    expect((await on.store.audit.list(on.tenant, { limit: 9 })).events).toMatchObject([
      { type: 'client_erased', detail: { screenings: 0 } },
    ])
  })

  test('neither receipts nor tombstones can be tried out: no text, no client, no plain hash', async () => {
    const texts = [message.text, allowed.text]
    const ids = ['himitsu-1', 'himitsu-2']
    for (const [at, text] of texts.entries())
      await on.keep({ text, messageId: `${ids[at]}`, client: { id: 'himitsu-c' } })
    const before = await everything(on)
    for (const word of [...texts, ...texts.map(hashText), 'himitsu-c']) expect(before).not.toContain(word)
    await on.store.erasure.client(on.tenant, 'himitsu-c', 'boss')
    expect(await everything(on)).not.toMatch(/himitsu/)
  })

  test('is forgotten to have been one when its time is over', async () => {
    const { id } = await on.keep(message)
    await on.store.erasure.screening(on.tenant, id, 'boss')
    await on.store.erasure.purge(new Date('2200-01-01'))
    await on.store.erasure.purgeTombstones(new Date(Date.now() - 60_000))
    expect((await on.store.inbox.keep(on.tenant, [judged(message)])).get('m')).toBe('erased')
    await on.store.erasure.purgeTombstones(new Date(Date.now() + 60_000))
    expect(await on.store.inbox.keep(on.tenant, [judged(message)])).toEqual(new Map())
  })
})
