import { describe, expect, test } from 'vitest'
import { MOST_ENTRIES } from '../../../src/contract/lists.js'
import { openDatabase } from '../../../src/store/database.js'
import type { NewListEntry } from '../../../src/store/lists.js'
import { openStore } from '../../../src/store/store.js'
import { onEveryStore, withoutEvents } from '../../support/stores.js'

const entry = (key: string, more: Partial<NewListEntry> = {}): NewListEntry => ({
  list: 'deny',
  type: 'phrase',
  key,
  value: key,
  reason: '通報が続いたため',
  category: null,
  expiresAt: null,
  ...more,
})
const place = (key: string, more: Partial<NewListEntry> = {}) => {
  const { list, type } = entry(key, more)
  return { list, type, key }
}
const PAST = '2020-01-01T00:00:00.000Z'
const BEGINNING = { version: 0, id: '' }

onEveryStore('lists', on => {
  test('who listed what, when and why is kept, and the trail names no value', async () => {
    const put = await on.store.lists.put(on.tenant, 'boss', entry('秘密の案件', { value: '秘密の 案件' }))
    expect(put).toMatchObject({ value: '秘密の 案件', by: 'boss', reason: '通報が続いたため' })
    expect(await on.store.lists.find(on.tenant, place('秘密の案件'))).toEqual(put)
    expect(await on.store.lists.remove(on.tenant, 'chief', place('秘密の案件'))).toBe(true)
    const { events } = await on.store.audit.list(on.tenant, { limit: 9 })
    const detail = { entry: put?.id, list: 'deny', type: 'phrase' }
    expect(events).toMatchObject([
      { type: 'list_removed', actor: 'chief', detail },
      { type: 'list_set', actor: 'boss', detail },
    ])
    expect(JSON.stringify(events)).not.toContain('秘密')
  })

  test('a second one for the same thing takes its place', async () => {
    const first = await on.store.lists.put(on.tenant, 'a', entry('x1'))
    const second = await on.store.lists.put(on.tenant, 'b', entry('x1', { reason: '別の理由' }))
    expect(second).toMatchObject({ id: first?.id, by: 'b', reason: '別の理由' })
    expect((await on.store.lists.list(on.tenant, {}, { limit: 9 })).items).toEqual([second])
  })

  test('of many at once for the same thing there is one, and every change has a version', async () => {
    const all = await Promise.all(
      Array.from({ length: 8 }, (_, at) => on.store.lists.put(on.tenant, `a${at}`, entry('raced'))),
    )
    expect(new Set(all.map(one => one?.id)).size).toBe(1)
    const { items } = await on.store.lists.list(on.tenant, {}, { limit: 9 })
    expect(items).toHaveLength(1)
    expect(all.map(one => one?.by)).toContain(items[0]?.by)
    expect((await on.store.lists.versions()).get(on.tenant)).toBe(8)
  })

  test('a list is walked page by page, the newest first, by list and type', async () => {
    for (const key of ['p1', 'p2', 'p3']) await on.store.lists.put(on.tenant, 'a', entry(key))
    await on.store.lists.put(on.tenant, 'a', entry('p4', { list: 'allow' }))
    await on.store.lists.put(on.tenant, 'a', entry('c-1', { type: 'client' }))
    const first = await on.store.lists.list(on.tenant, { list: 'deny', type: 'phrase' }, { limit: 2 })
    expect(first.items.map(({ key }) => key)).toEqual(['p3', 'p2'])
    const rest = await on.store.lists.list(
      on.tenant,
      { list: 'deny', type: 'phrase' },
      { limit: 2, cursor: first.nextCursor ?? '' },
    )
    expect(rest).toMatchObject({ items: [{ key: 'p1' }], nextCursor: null })
  })

  test('what has expired is not there, and goes', async () => {
    await on.store.lists.put(on.tenant, 'a', entry('old', { expiresAt: PAST }))
    const kept = await on.store.lists.put(
      on.tenant,
      'a',
      entry('new', { expiresAt: '2100-01-01T00:00:00.000Z' }),
    )
    expect(await on.store.lists.find(on.tenant, place('old'))).toBeUndefined()
    expect((await on.store.lists.list(on.tenant, {}, { limit: 9 })).items).toEqual([kept])
    await on.store.lists.purge(new Date())
    const { entries, removed } = await on.store.lists.changes(on.tenant, BEGINNING)
    expect([entries, removed.length]).toEqual([[kept], 1])
    expect(await on.store.lists.remove(on.tenant, 'a', place('old'))).toBe(false)
  })

  test('what went is told for a day, without what it was', async () => {
    const put = await on.store.lists.put(on.tenant, 'a', entry('gone'))
    await on.store.lists.remove(on.tenant, 'a', place('gone'))
    expect(await on.store.lists.changes(on.tenant, { version: 1, id: '' })).toEqual({
      entries: [],
      removed: [put?.id],
      next: undefined,
    })
    await on.store.lists.purge(new Date(Date.now() + 25 * 60 * 60 * 1_000))
    expect((await on.store.lists.changes(on.tenant, BEGINNING)).removed).toEqual([])
  })

  test('another tenant neither sees nor removes it', async () => {
    await on.store.lists.put(on.tenant, 'a', entry('ours'))
    const other = `${on.tenant}-other`
    expect(await on.store.lists.find(other, place('ours'))).toBeUndefined()
    expect((await on.store.lists.list(other, {}, { limit: 9 })).items).toEqual([])
    expect(await on.store.lists.remove(other, 'b', place('ours'))).toBe(false)
    expect((await on.store.lists.changes(other, BEGINNING)).entries).toEqual([])
    expect(await on.store.lists.find(on.tenant, place('ours'))).toBeDefined()
  })

  test('full lists take no more, and what is there can be changed', async () => {
    await on.store.lists.put(on.tenant, 'a', entry('known'))
    const raw = await openDatabase(on.location)
    await raw
      .updateTable('list_versions')
      .set({ entries: MOST_ENTRIES })
      .where('tenant', '=', on.tenant)
      .execute()
    await raw.destroy()
    expect(await on.store.lists.put(on.tenant, 'a', entry('one more'))).toBeUndefined()
    expect(await on.store.lists.find(on.tenant, place('one more'))).toBeUndefined()
    expect(await on.store.lists.put(on.tenant, 'b', entry('known'))).toMatchObject({ by: 'b' })
    await on.store.lists.remove(on.tenant, 'a', place('known'))
    expect(await on.store.lists.put(on.tenant, 'a', entry('one more'))).toBeDefined()
  })

  test('nothing is listed that cannot be recorded', async () => {
    await withoutEvents(on.location, () =>
      expect(on.store.lists.put(on.tenant, 'a', entry('unrecorded'))).rejects.toThrow(),
    )
    expect(await on.store.lists.find(on.tenant, place('unrecorded'))).toBeUndefined()
  })

  test('an erased client is listed no more', async () => {
    await on.store.lists.put(on.tenant, 'a', entry('c-1', { type: 'client' }))
    await on.store.lists.put(on.tenant, 'a', entry('c-2', { type: 'client' }))
    expect(await on.store.erasure.client(on.tenant, 'c-1', 'boss')).toMatchObject({ others: 1 })
    const { entries, removed } = await on.store.lists.changes(on.tenant, { version: 2, id: '' })
    expect([entries.map(({ key }) => key), removed.length]).toEqual([['c-2'], 1])
  })

  describe('changes', () => {
    test('come to another instance in order, a thousand at a time', { timeout: 60_000 }, async () => {
      const raw = await openDatabase(on.location)
      const rows = Array.from({ length: 1_500 }, (_, at) => ({
        id: `lst_${String(at).padStart(26, '0')}`,
        tenant: on.tenant,
        list: 'deny' as const,
        type: 'phrase' as const,
        key: `k${at}`,
        value: `k${at}`,
        reason: 'r',
        category: null,
        set_by: 'a',
        set_at: PAST,
        expires_at: null,
        version: Math.floor(at / 700) + 1,
      }))
      for (const part of [rows.slice(0, 800), rows.slice(800)])
        await raw.insertInto('list_entries').values(part).execute()
      await raw.destroy()
      const other = await openStore(on.location, 'full')
      const first = await other.lists.changes(on.tenant, BEGINNING)
      const second = await other.lists.changes(on.tenant, first.next ?? BEGINNING)
      await other.close()
      expect([first.entries.length, second.entries.length, second.next]).toEqual([1_000, 500, undefined])
      expect([...first.entries, ...second.entries].map(({ key }) => key)).toEqual(rows.map(({ key }) => key))
    })
  })
})
