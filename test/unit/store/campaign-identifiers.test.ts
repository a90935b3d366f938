import { expect, test } from 'vitest'
import { openStore } from '../../../src/store/store.js'
import { copy } from '../../support/copies.js'
import { fakeScreener } from '../../support/screener.js'
import { IDENTIFIER_SECRET, type OpenStore, onEveryStore } from '../../support/stores.js'

const { identifiers } = fakeScreener()
const textOf = (ids: readonly string[]): string =>
  `はじめまして。データ入力のお仕事をお願いできる方を探しております。くわしい流れはLINEでご説明します。${ids.map(id => `ID: ${id} `).join('')}`

async function keep(on: OpenStore, given: readonly (readonly [client: string, ...ids: string[]])[]) {
  const kept = given.map(([client, ...ids]) => copy({ text: textOf(ids), client: { id: client } }))
  await on.store.inbox.keep(on.tenant, kept)
  const { items } = await on.store.campaigns.list(on.tenant, {}, { sort: 'size', limit: 9 })
  expect(items).toMatchObject([{ size: given.length }])
  return items[0]?.id ?? ''
}

onEveryStore('identifiers of a campaign', on => {
  const shared = (id: string, store = on.store) =>
    store.identifiers.ofCampaign(on.tenant, id, ({ text }) => identifiers(text))

  test('are those that several members share, those of most first', async () => {
    const id = await keep(on, [
      ['a', 'x11', 'y22'],
      ['b', 'x11'],
      ['b', 'x11', 'y22'],
      ['c', 'z33'],
    ])
    await on.keep({ text: 'LINE ID: z33', client: { id: 'd' } })
    const type = 'line_id'
    expect(await shared(id)).toEqual([
      { type, value: 'x11', messages: 3, senders: 2 },
      { type, value: 'y22', messages: 2, senders: 2 },
    ])
    expect(await shared('cmp_')).toEqual([])
    expect(await on.store.identifiers.ofCampaign('another', id, () => [])).toEqual([])
  })

  test('are twenty at most', async () => {
    const ids = Array.from({ length: 25 }, (_, at) => `many${at}`)
    const id = await keep(on, [
      ['a', ...ids],
      ['b', ...ids],
    ])
    expect(await shared(id)).toHaveLength(20)
  })

  test('have no value where no text that holds them was kept, and are none without a secret', async () => {
    const kept = copy({ text: textOf(['x11']), client: { id: 'a' } })
    const wordless = await openStore(on.location, 'none', { identifierSecret: IDENTIFIER_SECRET })
    await wordless.inbox.keep(on.tenant, [kept, copy({ text: textOf(['x11']) })])
    const id = (await wordless.campaigns.of(on.tenant, [kept.id])).get(kept.id)?.id ?? ''
    expect(await shared(id)).toEqual([{ type: 'line_id', value: null, messages: 2, senders: 1 }])
    await wordless.close()
    const silent = await openStore(on.location, 'full')
    expect(await shared(id, silent)).toEqual([])
    await silent.close()
  })
})
