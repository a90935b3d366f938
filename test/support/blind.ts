import { afterEach } from 'vitest'
import type { ScreeningId } from '../../src/contract/ids.js'
import type { BlindRates } from '../../src/store/blind/ask.js'
import { openDatabase } from '../../src/store/database.js'
import type { Wish } from '../../src/store/lease.js'
import { openStore, type Store } from '../../src/store/store.js'
import { IDENTIFIER_SECRET, type OpenStore } from './stores.js'

export const ANY: Wish = { filter: {}, sort: 'harm', skip: [], includeTests: false }

/** Instances of a test's database that look again at so much; closed after each test. */
export function instancesOf(on: OpenStore) {
  const open: Store[] = []
  afterEach(async () => {
    for (const store of open.splice(0)) await store.close()
  })
  return async (rates: Partial<BlindRates> = {}): Promise<Store> => {
    const store = await openStore(on.location, 'full', {
      identifierSecret: IDENTIFIER_SECRET,
      rates: { secondReviewRate: 0, goldenRate: 0, auditRate: 0, ...rates },
    })
    open.push(store)
    return store
  }
}

/** How many rows there are of a case, of looks and golden items. */
export async function rowsOf(on: OpenStore, id: ScreeningId): Promise<readonly number[]> {
  const raw = await openDatabase(on.location)
  const looks = await raw.selectFrom('blind_looks').selectAll().where('screening_id', '=', id).execute()
  const golden = await raw.selectFrom('golden_items').selectAll().where('screening_id', '=', id).execute()
  await raw.destroy()
  return [looks.length, golden.length]
}

/** As if the case had been decided so many hours ago, for its look's place in the queue. */
export async function waitedFor(on: OpenStore, id: ScreeningId, hours: number): Promise<void> {
  const raw = await openDatabase(on.location)
  await raw
    .updateTable('blind_looks')
    .set(eb => ({ due: eb('due', '-', hours * 3_600_000) }))
    .where('screening_id', '=', id)
    .execute()
  await raw.destroy()
}
