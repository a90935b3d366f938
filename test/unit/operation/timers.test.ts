import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startRetention } from '../../../src/operation/timers.js'
import { openStore, type Store } from '../../../src/store/store.js'

const DAY = 24 * 60 * 60 * 1_000
let store: Store

beforeEach(async () => {
  store = await openStore({ kind: 'sqlite', file: ':memory:' }, 'full')
  vi.useFakeTimers({ now: new Date('2026-01-31T00:00:00Z') })
})
afterEach(async () => {
  vi.useRealTimers()
  await store.close()
})

test('deletes what is older than the days, at start and every hour, until it is stopped', async () => {
  const purged: string[] = []
  const purge = async (before: Date) => purged.push(before.toISOString())
  const forgotten: string[] = []
  const purgeTombstones = async (before: Date) => void forgotten.push(before.toISOString())
  const ofTrail: string[] = []
  const audit = { ...store.audit, purge: async (before: Date) => ofTrail.push(before.toISOString()) }
  const watched = { erasure: { ...store.erasure, purge, purgeTombstones }, audit }
  const stop = startRetention(watched, {
    days: 30,
    tombstoneDays: 60,
    auditDays: 61,
    onPurged: () => undefined,
    onFailure: () => undefined,
  })
  await vi.advanceTimersByTimeAsync(DAY / 24)
  stop()
  await vi.advanceTimersByTimeAsync(DAY)
  expect(purged).toEqual(['2026-01-01T00:00:00.000Z', '2026-01-01T01:00:00.000Z'])
  expect(forgotten).toEqual(['2025-12-02T00:00:00.000Z', '2025-12-02T01:00:00.000Z'])
  expect(ofTrail).toEqual(['2025-12-01T00:00:00.000Z', '2025-12-01T01:00:00.000Z'])
})

test('a failure is told and does not stop it', async () => {
  const failures: unknown[] = []
  await store.close()
  const stop = startRetention(store, {
    days: 1,
    tombstoneDays: 1,
    auditDays: 0,
    onPurged: () => expect.unreachable(),
    onFailure: failure => failures.push(failure),
  })
  await vi.advanceTimersByTimeAsync(DAY / 24)
  stop()
  expect(failures).toHaveLength(2)
  store = await openStore({ kind: 'sqlite', file: ':memory:' }, 'full')
})
