import { type Kysely, sql } from 'kysely'
import { expect, test } from 'vitest'
import { openDatabase } from '../../../src/store/database.js'
import { onEveryStore } from '../../support/stores.js'

const url = 'https://platform.example/hook'
const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`

/** The statements of the version that knew one endpoint a tenant. */
const before = <Tables>(db: Kysely<Tables>) => ({
  setEndpoint: (tenant: string, to: string) =>
    sql`insert into endpoints (tenant, url, secret, created_at) values (${tenant}, ${to}, 'whsec_old', '2026')
      on conflict (tenant) do update set url = ${to}, secret = 'whsec_old', failures = 0, paused_until = null`.execute(
      db,
    ),
  removeEndpoint: async (tenant: string) => {
    await sql`delete from endpoints where tenant = ${tenant}`.execute(db)
    await sql`delete from deliveries where tenant = ${tenant} and status = 'waiting'`.execute(db)
  },
  tell: (tenant: string, id: string, at: string) =>
    sql`insert into deliveries (id, tenant, screening_id, type, payload, status, attempts, created_at, next_attempt_at, last_error)
      values (${id}, ${tenant}, 'scr_x', 'screening.flagged', ${JSON.stringify({ id })}, 'waiting', 0, ${at}, ${at}, null)`.execute(
      db,
    ),
  /** What it would send, and with which secret. */
  due: async (tenant: string) => {
    const { rows } = await sql<{ url: string; secret: string; count: number }>`
      select e.url, e.secret, count(*) as count from endpoints e join deliveries d on d.tenant = e.tenant
      where d.status = 'waiting' and (e.tenant = ${tenant} or e.tenant like ${`${tenant}/%`})
      group by e.url, e.secret order by e.url`.execute(db)
    return rows.map(row => ({ ...row, count: Number(row.count) }))
  },
  list: async (tenant: string) => {
    const { rows } = await sql<{ id: string }>`select id from deliveries where tenant = ${tenant}`.execute(db)
    return rows.map(({ id }) => id)
  },
})

onEveryStore('the version before, on the tables with several endpoints', on => {
  const put = (name: string, to = url) =>
    on.store.outbox.putEndpoint(on.tenant, 'boss', { name, url: to, secret })
  const take = async (key: string) => {
    const now = new Date(Date.now() + 1_000)
    return on.store.outbox.take(new Map([[key, 99]]), now, now)
  }
  async function onOld<Result>(work: (old: ReturnType<typeof before>) => Promise<Result>): Promise<Result> {
    const db = await openDatabase(on.location)
    try {
      return await work(before(db))
    } finally {
      await db.destroy()
    }
  }

  test('sends what waits for each to that one, and lists what is of its own', async () => {
    await put('default', `${url}/a`)
    await put('ops', `${url}/b`)
    await on.keep({ text: 'LINE' })
    const { items } = await on.store.outbox.list(on.tenant, {}, { limit: 9 })
    const own = items.filter(({ endpoint }) => endpoint === 'default').map(({ id }) => id)
    await onOld(async old => {
      expect(await old.due(on.tenant)).toEqual([
        { url: `${url}/a`, secret, count: 1 },
        { url: `${url}/b`, secret, count: 1 },
      ])
      expect([items.length, await old.list(on.tenant)]).toEqual([2, own])
    })
  })

  test('what it sets, tells and removes is `default`, and nothing of the others', async () => {
    await put('ops')
    await on.keep({ text: 'LINE' })
    await onOld(async old => {
      await old.setEndpoint(on.tenant, `${url}/old`)
      await old.tell(on.tenant, `evt_${on.tenant}`, new Date().toISOString())
    })
    expect(await on.store.outbox.endpoints(on.tenant)).toMatchObject([
      { name: 'default', url: `${url}/old`, events: null, enabled: true, former: null, lastAttempt: null },
      { name: 'ops' },
    ])
    expect(await take(on.tenant)).toMatchObject([{ id: `evt_${on.tenant}`, eventId: `evt_${on.tenant}` }])
    await onOld(old => old.removeEndpoint(on.tenant))
    expect((await on.store.outbox.endpoints(on.tenant)).map(({ name }) => name)).toEqual(['ops'])
    expect(await take(`${on.tenant}/ops`)).toHaveLength(1)
  })
})
