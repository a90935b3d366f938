import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { followLists, type ListBook } from '../../../../src/moderation/lists/list-book.js'
import type { NewListEntry } from '../../../../src/store/lists.js'
import { openStore, type Store } from '../../../../src/store/store.js'

let store: Store
let books: readonly [ListBook, ListBook]
const failures: unknown[] = []
const follow = () => followLists({ lists: store.lists, onFailure: failure => failures.push(failure) })

beforeEach(async () => {
  store = await openStore({ kind: 'sqlite', file: ':memory:' }, 'full')
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] })
  books = [follow(), follow()]
})
afterEach(async () => {
  for (const book of books) book.stop()
  vi.useRealTimers()
  await store.close()
})

const entry = (key: string): NewListEntry => ({
  list: 'deny',
  type: 'client',
  key,
  value: key,
  reason: 'r',
  category: null,
  expiresAt: null,
})
const put = (tenant: string, key: string) => store.lists.put(tenant, 'a', entry(key))
const remove = (tenant: string, key: string) => store.lists.remove(tenant, 'a', entry(key))
const knows = (book: ListBook, tenant: string, key: string): boolean =>
  book.of(tenant)?.named('deny', 'client', key, new Date().toISOString()) !== undefined

test('what was changed is known after a look, and to the others within two seconds', async () => {
  const [own, other] = books
  await put('t', 'c1')
  await own.look()
  expect([knows(own, 't', 'c1'), knows(other, 't', 'c1')]).toEqual([true, false])
  await vi.advanceTimersByTimeAsync(2_000)
  await vi.waitFor(() => expect(knows(other, 't', 'c1')).toBe(true))
  await remove('t', 'c1')
  await put('t', 'c2')
  await own.look()
  expect([knows(own, 't', 'c1'), knows(own, 't', 'c2')]).toEqual([false, true])
  await other.look()
  expect([knows(other, 't', 'c1'), knows(other, 't', 'c2')]).toEqual([false, true])
})

test('tenants are apart, and one without entries has no lists', async () => {
  const [book] = books
  await put('t', 'c1')
  await put('u', 'c2')
  await book.look()
  expect([knows(book, 't', 'c2'), knows(book, 'u', 'c2'), book.of('v')]).toEqual([false, true, undefined])
  await remove('u', 'c2')
  await book.look()
  expect(book.of('u')).toBeUndefined()
})

test('a look asks for nothing when nothing was changed', async () => {
  const [book] = books
  await put('t', 'c1')
  await book.look()
  const changes = vi.spyOn(store.lists, 'changes')
  await book.look()
  expect(changes).not.toHaveBeenCalled()
  await put('t', 'c2')
  await book.look()
  expect(changes).toHaveBeenCalledTimes(1)
})

test('an instance that has not looked for long begins anew: what went may be told no more', async () => {
  const [book] = books
  await put('t', 'c1')
  await book.look()
  await remove('t', 'c1')
  await put('t', 'c2')
  await store.lists.purge(new Date(Date.now() + 30 * 60 * 60 * 1_000))
  vi.setSystemTime(Date.now() + 30 * 60 * 60 * 1_000)
  await book.look()
  expect([knows(book, 't', 'c1'), knows(book, 't', 'c2')]).toEqual([false, true])
})

test('a failed look is told, keeps what is known, and is made up for', async () => {
  const [book] = books
  await put('t', 'c1')
  await book.look()
  await put('t', 'c2')
  vi.spyOn(store.lists, 'versions').mockRejectedValueOnce(new Error('away'))
  await expect(book.look()).rejects.toThrow('away')
  expect([knows(book, 't', 'c1'), knows(book, 't', 'c2')]).toEqual([true, false])
  await book.look()
  expect(knows(book, 't', 'c2')).toBe(true)
})
