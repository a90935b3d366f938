import { type Kysely, sql } from 'kysely'
import { beforeEach, describe, expect, test } from 'vitest'
import { openDatabase } from '../../../src/store/database.js'
import { openStore, type Store } from '../../../src/store/store.js'
import type { Tables } from '../../../src/store/tables.js'
import { onEveryStore } from '../../support/stores.js'

const SECRET = 'a secret of the tests, long enough'

onEveryStore('the chain of the trail', on => {
  let ids: string[]

  beforeEach(async () => {
    for (const actor of ['a-1', 'a-2', 'a-3', 'a-4', 'a-5'])
      await on.store.audit.record({ tenant: on.tenant, type: 'exported', actor })
    const { events } = await on.store.audit.list(on.tenant, { limit: 9 })
    ids = events.map(({ id }) => id).reverse()
  })

  async function tamper(work: (db: Kysely<Tables>) => Promise<unknown>): Promise<void> {
    const db = await openDatabase(on.location)
    try {
      await work(db)
    } finally {
      await db.destroy()
    }
  }

  async function verified(store: Store = on.store, tenant = on.tenant) {
    for await (const found of store.audit.verify()) if (found.tenant === tenant) return found
    throw new Error('the tenant has no trail')
  }

  test('as it was written it fits', async () => {
    expect(await verified()).toMatchObject({ entries: 5, unchained: 0, broken: null, head: { seq: 5 } })
  })

  const set = (column: 'actor' | 'detail' | 'at' | 'type', value: string) => (db: Kysely<Tables>) =>
    db
      .updateTable('events')
      .set({ [column]: value })
      .where('id', '=', ids[2] ?? '')
      .execute()

  test.each<[string, (db: Kysely<Tables>) => Promise<unknown>, number]>([
    ['another actor', set('actor', 'somebody'), 2],
    ['another detail', set('detail', '{"x":1}'), 2],
    ['another time', set('at', '2020-01-01T00:00:00.000Z'), 2],
    ['another type', set('type', 'viewed'), 2],
    [
      'one less',
      db =>
        db
          .deleteFrom('events')
          .where('id', '=', ids[2] ?? '')
          .execute(),
      3,
    ],
    [
      'two in each other’s place',
      async db => {
        const place = (at: number, seq: number) =>
          db
            .updateTable('events')
            .set({ seq })
            .where('id', '=', ids[at] ?? '')
            .execute()
        await place(1, 99)
        await place(2, 2)
        await place(1, 3)
      },
      2,
    ],
    [
      'the last one less',
      db =>
        db
          .deleteFrom('events')
          .where('id', '=', ids[4] ?? '')
          .execute(),
      -1,
    ],
    [
      'the last one less, and the head set back',
      async db => {
        const { seq, hash } = await db
          .selectFrom('events')
          .select(['seq', 'hash'])
          .where('id', '=', ids[3] ?? '')
          .executeTakeFirstOrThrow()
        await db
          .deleteFrom('events')
          .where('id', '=', ids[4] ?? '')
          .execute()
        await db
          .updateTable('audit_heads')
          .set({ seq: seq ?? 0, hash: hash ?? '' })
          .where('tenant', '=', on.tenant)
          .execute()
      },
      -1,
    ],
  ])('%s is found', async (_what, change, at) => {
    await tamper(change)
    const { broken } = await verified()
    expect(broken).toMatchObject({ id: at < 0 ? null : ids[at] })
  })

  test.each<[string, number | null]>([
    ['within the chain', 6],
    ['beside it', null],
  ])('one put in %s is found', async (_where, seq) => {
    const id = 'evt_01AAAAAAAAAAAAAAAAAAAAAAAA'
    await tamper(async db => {
      const copied = await db
        .selectFrom('events')
        .selectAll()
        .where('id', '=', ids[1] ?? '')
        .executeTakeFirstOrThrow()
      await db
        .insertInto('events')
        .values({ ...copied, id, seq, hash: seq === null ? null : copied.hash })
        .execute()
    })
    expect((await verified()).broken).toMatchObject({ id })
    await tamper(db => db.deleteFrom('events').where('id', '=', id).execute())
  })

  test('two instances that write at once go on with one chain', async () => {
    const other = on.location.kind === 'sqlite' ? on.store : await openStore(on.location, 'full')
    await Promise.all(
      Array.from({ length: 40 }, (_, at) =>
        [on.store, other][at % 2]?.audit.record({ tenant: on.tenant, type: 'viewed', actor: `m-${at}` }),
      ),
    )
    if (other !== on.store) await other.close()
    expect(await verified()).toMatchObject({ entries: 45, broken: null })
  })

  test('what stays after retention still fits, and what went may not come back', async () => {
    const [first] = (await on.store.audit.list(on.tenant, { limit: 9 })).events.slice(-1)
    await new Promise(resolve => setTimeout(resolve, 5))
    const before = new Date()
    await on.store.audit.record({ tenant: on.tenant, type: 'exported', actor: 'later' })
    const row = await (async () => {
      const db = await openDatabase(on.location)
      const found = await db
        .selectFrom('events')
        .selectAll()
        .where('id', '=', first?.id ?? '')
        .executeTakeFirstOrThrow()
      await db.destroy()
      return found
    })()
    await on.store.audit.purge(before)
    expect(await verified()).toMatchObject({ entries: 1, broken: null })
    expect((await on.store.audit.list(on.tenant, { limit: 9 })).events).toMatchObject([{ actor: 'later' }])
    await tamper(db => db.insertInto('events').values(row).execute())
    expect((await verified()).broken).toMatchObject({ id: row.id })
  })

  test('erasing and deleting what entries tell of leaves the chain as it is', async () => {
    const { id } = await on.keep({ text: 'LINE', client: { id: 'c' } })
    await on.store.queue.review(on.tenant, id, 'a', { decision: 'confirmed' })
    await on.store.erasure.screening(on.tenant, id, 'boss')
    await on.keep({ text: 'LINE', client: { id: 'c' } })
    await on.store.erasure.client(on.tenant, 'c', 'boss')
    await on.store.erasure.purge(new Date('2200-01-01'))
    expect(await verified()).toMatchObject({ entries: 8, broken: null })
  })

  describe('with a secret', () => {
    test('a chain that somebody without it has made anew is found; what is older than the secret stays good', async () => {
      const keyed = await openStore(on.location, 'full', { auditSecret: SECRET })
      await keyed.audit.record({ tenant: on.tenant, type: 'exported', actor: 'keyed' })
      expect(await verified(keyed)).toMatchObject({ entries: 6, broken: null })
      await keyed.close()
      await on.store.audit.record({ tenant: on.tenant, type: 'exported', actor: 'without' })
      const again = await openStore(on.location, 'full', { auditSecret: SECRET })
      const { broken } = await verified(again)
      await again.close()
      expect(broken?.reason).toContain('without the secret')
    })
  })

  test('entries of before the chain are named, and are no break', async () => {
    const tenant = `${on.tenant}-old`
    await tamper(db =>
      sql`insert into events (id, tenant, at, type, actor, detail) values (${`evt_${tenant}`}, ${tenant}, '2026', 'viewed', 'x', '{}')`.execute(
        db,
      ),
    )
    await on.store.audit.record({ tenant, type: 'exported', actor: 'a' })
    expect(await verified(on.store, tenant)).toMatchObject({ entries: 1, unchained: 1, broken: null })
  })
})
