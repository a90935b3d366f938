import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { TextKept } from '../../../src/contract/words.js'
import { openDatabase } from '../../../src/store/database.js'
import { openStore, type Store } from '../../../src/store/store.js'
import { judged } from '../../support/screenings.js'
import { databases, onEveryStore } from '../../support/stores.js'

const TEXTS = [
  'LINE で榊原までご連絡ください',
  'ＬＩＮＥ％ＯＦＦ_セール 教材',
  '教材費は\u0000 100% 返金、\\_' + '"引用"',
  'ｶﾀｶﾅ教材\ud800 と 💰 報酬',
  'line',
  '教材とLINE',
]

onEveryStore('a search', on => {
  test.each<[string, readonly number[]]>([
    ['LINE', [5, 4, 1, 0]],
    ['line', [5, 4, 1, 0]],
    ['ｌｉｎｅ', [5, 4, 1, 0]],
    ['榊原', [0]],
    ['榊原まで', [0]],
    ['榊', [0]],
    ['教材', [5, 3, 2, 1]],
    ['材', [5, 3, 2, 1]],
    ['カタカナ', [3]],
    ['カナ', [3]],
    ['💰', [3]],
    ['💰 報', [3]],
    ['%', [2, 1]],
    ['_', [2, 1]],
    ['%off_', [1]],
    ['0% 返', [2]],
    ['l%e', []],
    ['l_ne', []],
    ['"引用"', [2]],
    ['"', [2]],
    ['\\_', [2]],
    ['*', []],
    ['line OR 教材', []],
    ['教材費は\u0000', [2]],
    ['\ud800', [3, 2]],
    ['\ufffd', [3, 2]],
    ['\u001f', [3, 2]],
    ['\u{10ffff}', [3, 2]],
    ['て'.repeat(200), []],
  ])('%j', async (q, expected) => {
    const kept = TEXTS.map(text => judged({ text, client: { id: 'c', identityVerified: false } }))
    await on.store.inbox.keep(on.tenant, kept)
    const { items } = await on.store.screenings.list(on.tenant, { q }, { limit: 50 })
    expect(items.map(({ id }) => kept.findIndex(one => one.id === id))).toEqual(expected)
    const counts = await on.store.screenings.count(on.tenant, { q })
    expect(counts).toEqual({ pending: expected.length, confirmed: 0, dismissed: 0 })
    const first = await on.store.screenings.list(on.tenant, { q }, { limit: 1 })
    expect(first.items.map(({ id }) => kept.findIndex(one => one.id === id))).toEqual(expected.slice(0, 1))
    expect(first.nextCursor?.id).toBe(expected.length > 1 ? first.items[0]?.id : undefined)
  })

  test('goes on below the cursor, and with every other filter', async () => {
    const texts = ['LINE 0', 'LINE 1', '教材', 'LINE 3', 'LINE 4']
    const kept = texts.map(text => judged({ text, client: { id: 'c-1' } }))
    await on.store.inbox.keep(on.tenant, kept)
    const cursor = { id: kept[3]?.id ?? 'scr_', due: 0 } as const
    const pages = await on.store.screenings.list(on.tenant, { q: 'line' }, { limit: 2, cursor })
    expect(pages.items.map(({ id }) => kept.findIndex(one => one.id === id))).toEqual([1, 0])
    await on.store.queue.review(on.tenant, kept[1]?.id ?? 'scr_', 'a', { decision: 'confirmed' })
    const filter = {
      q: 'line',
      status: 'confirmed',
      category: 'off_platform_contact',
      clientId: 'c-1',
    } as const
    const { items } = await on.store.screenings.list(on.tenant, filter, { limit: 2 })
    expect(items.map(({ id }) => kept.findIndex(one => one.id === id))).toEqual([1])
    expect(await on.store.screenings.count(on.tenant, { q: 'line', claimedBy: 'free' })).toEqual({
      pending: 3,
      confirmed: 0,
      dismissed: 0,
    })
  })

  test('in every order, and for the next case', async () => {
    const texts = ['教材 LINE', '教材', '教材 LINE', 'LINE']
    const kept = texts.map(text => judged({ text }))
    await on.store.inbox.keep(on.tenant, kept)
    const which = async (sort: 'newest' | 'oldest' | 'harm', limit: number) => {
      const { items } = await on.store.screenings.list(on.tenant, { q: '教材' }, { limit, sort })
      return items.map(({ id }) => kept.findIndex(one => one.id === id))
    }
    expect([await which('newest', 9), await which('newest', 2)]).toEqual([
      [2, 1, 0],
      [2, 1],
    ])
    expect([await which('oldest', 9), await which('oldest', 2)]).toEqual([
      [0, 1, 2],
      [0, 1],
    ])
    const byHarm = await on.store.screenings.list(on.tenant, {}, { limit: 9, sort: 'harm' })
    const expected = byHarm.items
      .map(({ id }) => kept.findIndex(one => one.id === id))
      .filter(at => texts[at]?.includes('教材'))
    expect([await which('harm', 9), await which('harm', 2)]).toEqual([expected, expected.slice(0, 2)])
    const wish = { filter: { q: '教材' }, sort: 'harm', skip: [], includeTests: false } as const
    const taken = []
    for (const name of ['a', 'b', 'c', 'd'])
      taken.push((await on.store.queue.next(on.tenant, name, wish, 5))?.id)
    expect(taken).toEqual([...expected.map(at => kept[at]?.id), undefined])
  })

  test('finds one’s own only', async () => {
    await on.keep({ text: 'LINE himitsu' })
    const other = `${on.tenant}-other`
    expect((await on.store.screenings.list(other, { q: 'himitsu' }, { limit: 9 })).items).toEqual([])
    expect((await on.store.screenings.count(other, { q: 'LINE' })).pending).toBe(0)
  })

  test('what is erased, or purged, is not found and leaves nothing to be found by', async () => {
    const [one, two] = [await on.keep({ text: 'LINE kieta-1' }), await on.keep({ text: 'LINE kieta-2' })]
    await on.store.erasure.screening(on.tenant, one.id, 'boss')
    expect((await on.store.screenings.list(on.tenant, { q: 'kieta' }, { limit: 9 })).items).toHaveLength(1)
    await on.store.erasure.purge(new Date('2200-01-01'))
    const db = await openDatabase(on.location)
    const left = await db.selectFrom('screening_texts').selectAll().execute()
    const terms =
      on.location.kind === 'postgres'
        ? []
        : (await sql`select term from screening_text_terms`.execute(db)).rows
    await db.destroy()
    expect([left, terms, two.message.text]).toEqual([[], [], 'LINE kieta-2'])
  })
})

test.each<[TextKept, readonly string[]]>([
  ['full', ['himitsu', 'line', '教材', '材 h', 'e と']],
  ['evidence', ['line', '教材']],
  ['none', []],
])('with STORE_TEXT=%s %j is found', async (textKept, expected) => {
  for (const { create } of databases) {
    const { location, remove } = await create()
    const store = await openStore(location, textKept)
    await store.inbox.keep('t', [judged({ text: 'LINE と教材 himitsu ●' })])
    const found: string[] = []
    for (const q of ['himitsu', 'line', '教材', '材 h', 'e と', 'line教'])
      if (await finds(store, q)) found.push(q)
    expect(found).toEqual(expected)
    expect(await finds(store, '●')).toBe(textKept === 'full')
    await store.close()
    await remove()
  }
})

test('a backup is searched as the store was, whatever was erased before', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'sekisho-search-'))
  const store = await openStore({ kind: 'sqlite', file: join(directory, 'a.db') }, 'full')
  const kept = ['LINE ichi', 'LINE ni', 'LINE san'].map(text => judged({ text }))
  await store.inbox.keep('t', kept)
  await store.erasure.screening('t', kept[0]?.id ?? 'scr_', 'boss')
  await store.close()
  const db = await openDatabase({ kind: 'sqlite', file: join(directory, 'a.db') })
  await sql`vacuum into ${join(directory, 'b.db')}`.execute(db)
  await db.destroy()
  const copy = await openStore({ kind: 'sqlite', file: join(directory, 'b.db') }, 'full')
  const { items } = await copy.screenings.list('t', { q: 'san' }, { limit: 9 })
  expect(items.map(({ id }) => id)).toEqual([kept[2]?.id])
  await copy.close()
  rmSync(directory, { recursive: true })
})

const finds = async (store: Store, q: string): Promise<boolean> =>
  (await store.screenings.list('t', { q }, { limit: 1 })).items.length > 0
