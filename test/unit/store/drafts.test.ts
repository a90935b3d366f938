import { expect, test } from 'vitest'
import type { DraftStep } from '../../../src/contract/words.js'
import { openDatabase } from '../../../src/store/database.js'
import { EVER } from '../../support/screenings.js'
import { onEveryStore } from '../../support/stores.js'

const HOUR = 60 * 60 * 1_000

/** `text` is seen; with `!` it gets a hint. `>text` is sent. */
type Step = string
const cases: readonly [name: string, steps: readonly Step[], counts: readonly number[]][] = [
  ['nothing to say', ['a'], [1, 0, 0, 0]],
  ['seen again while it is written', ['a', 'ab', 'abc'], [1, 0, 0, 0]],
  ['a hint, once', ['a!', 'a!', 'a!'], [1, 1, 0, 0]],
  ['a hint after a while', ['a', 'ab!'], [1, 1, 0, 0]],
  ['put otherwise', ['a!', 'b'], [1, 1, 1, 0]],
  ['put otherwise twice', ['a!', 'b!', 'c'], [1, 1, 1, 0]],
  ['put otherwise and sent', ['a!', 'b', '>b'], [1, 1, 1, 0]],
  ['sent as it was', ['a!', '>a'], [1, 1, 0, 1]],
  ['put otherwise on sending', ['a!', '>b'], [1, 1, 1, 0]],
  ['put otherwise and back again', ['a!', 'b', '>a!'], [1, 1, 1, 1]],
  ['put otherwise, and sent with a hint still', ['a!', '>b!'], [1, 1, 1, 1]],
  ['sent without ever a hint', ['a', '>a'], [1, 0, 0, 0]],
  ['sent twice', ['a!', '>a', '>a'], [1, 1, 0, 1]],
  ['sent and never seen', ['>a!'], [0, 0, 0, 0]],
  ['the id used anew', ['a!', '>a', 'a!'], [2, 2, 0, 1]],
]

onEveryStore('drafts', on => {
  const step = (what: Step, draftId: string | undefined = 'd') => {
    const isHinted = what.endsWith('!')
    const text = what.replace('>', '').replace('!', '')
    return what.startsWith('>')
      ? on.store.drafts.sent(on.tenant, [{ draftId: draftId ?? '', text, isHinted }])
      : on.store.drafts.seen(on.tenant, { draftId, text, isHinted })
  }
  const counted = async (tenant = on.tenant) => {
    const counts = await on.store.drafts.counts(tenant, EVER)
    const order: readonly DraftStep[] = ['drafts', 'hinted', 'revised', 'sentAnyway']
    return order.map(one => counts[one])
  }
  const rows = async () => {
    const raw = await openDatabase(on.location)
    try {
      return await raw.selectFrom('drafts').selectAll().where('tenant', '=', on.tenant).execute()
    } finally {
      await raw.destroy()
    }
  }
  const age = async (hours: number) => {
    const raw = await openDatabase(on.location)
    const created_at = new Date(Date.now() - hours * HOUR).toISOString()
    await raw.updateTable('drafts').set({ created_at }).where('tenant', '=', on.tenant).execute()
    await raw.destroy()
  }

  test.each(cases)('%s', async (_name, steps, counts) => {
    for (const one of steps) await step(one)
    expect(await counted()).toEqual(counts)
  })

  test('without an id each is another one', async () => {
    const { drafts } = on.store
    for (const isHinted of [true, true, false]) await drafts.seen(on.tenant, { text: 'a', isHinted })
    expect(await counted()).toEqual([3, 2, 0, 0])
    expect(await rows()).toEqual([])
  })

  test('looks at the same time count once', async () => {
    await Promise.all(Array.from({ length: 8 }, () => step('a!')))
    await Promise.all(Array.from({ length: 8 }, () => step('b')))
    await Promise.all(Array.from({ length: 8 }, () => step('>a')))
    expect(await counted()).toEqual([1, 1, 1, 1])
  })

  test('many are sent together', async () => {
    for (const id of ['x', 'y', 'z']) await step('a!', id)
    await on.store.drafts.sent(
      on.tenant,
      ['z', 'x', 'other'].map(draftId => ({ draftId, text: 'a', isHinted: true })),
    )
    expect(await counted()).toEqual([3, 3, 0, 2])
  })

  test('a tenant has its own', async () => {
    await step('a!')
    await on.store.drafts.sent('another', [{ draftId: 'd', text: 'a', isHinted: true }])
    expect(await counted()).toEqual([1, 1, 0, 0])
    expect(await counted('another')).toEqual([0, 0, 0, 0])
  })

  test('neither text nor id is kept, and nothing once it is sent', async () => {
    await step('ひみつの文!', 'secret-id')
    const kept = JSON.stringify(await rows())
    expect(kept).toMatch(/"hinted_hash":"[0-9a-f]{64}"/)
    expect(kept).not.toMatch(/ひみつ|secret-id/)
    await step('>ひみつの文', 'secret-id')
    expect(await rows()).toEqual([])
  })

  test('a day later it is another draft, also before the purge', async () => {
    await step('a!')
    await age(25)
    await step('b')
    expect(await counted()).toEqual([2, 1, 0, 0])
    await age(25)
    await step('>b!')
    expect(await counted()).toEqual([2, 1, 0, 0])
  })

  test('the purge takes what is a day old, however long the rest is kept; counts go with the rest', async () => {
    await step('a!', 'young')
    await on.store.erasure.purge(new Date(0))
    expect(await rows()).toHaveLength(1)
    await age(25)
    await on.store.erasure.purge(new Date(0))
    expect(await rows()).toEqual([])
    expect(await counted()).toEqual([1, 1, 0, 0])
    await on.store.erasure.purge(new Date(Date.now() + 48 * HOUR))
    expect(await counted()).toEqual([0, 0, 0, 0])
  })

  test('are counted in the days that are asked for', async () => {
    await step('a!')
    const day = new Date().toISOString().slice(0, 10)
    const before = { from: new Date(0), to: new Date(`${day}T00:00:00.000Z`) }
    expect(await on.store.drafts.counts(on.tenant, before)).toMatchObject({ drafts: 0 })
    const after = { from: before.to, to: new Date(before.to.getTime() + 1) }
    expect(await on.store.drafts.counts(on.tenant, after)).toMatchObject({ drafts: 1 })
  })
})
