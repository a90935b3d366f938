import { expect, test } from 'vitest'
import { openDatabase } from '../../../src/store/database.js'
import { openStore } from '../../../src/store/store.js'
import { databases, type OpenStore, onEveryStore } from '../../support/stores.js'

/** A decided case with webhooks that have not gone out yet. */
async function decided(on: OpenStore, messageId = 'himitsu-id') {
  await on.store.outbox.setEndpoint(on.tenant, 'boss', { url: 'https://a.example/', secret: 'whsec_x' })
  const { id } = await on.keep({ text: 'LINE', messageId, client: { id: 'himitsu-client' } })
  await on.store.queue.review(on.tenant, id, 'me', { decision: 'confirmed' })
  return id
}

async function deliveriesOf(on: OpenStore, screening: string) {
  const db = await openDatabase(on.location)
  const rows = await db
    .selectFrom('deliveries')
    .select(['type', 'status', 'payload'])
    .where('screening_id', '=', screening)
    .orderBy('id')
    .execute()
  await db.destroy()
  return rows
}

onEveryStore('webhooks of what is erased', on => {
  test.each([
    { name: 'the screening', erase: (id: `scr_${string}`) => on.store.erasure.screening(on.tenant, id, 'x') },
    { name: 'its client', erase: () => on.store.erasure.client(on.tenant, 'himitsu-client', 'x') },
  ])('$name: those that wait go out and name nobody', async ({ erase }) => {
    const id = await decided(on)
    await erase(id)
    const rows = await deliveriesOf(on, id)
    expect(rows.map(({ type, status }) => [type, status])).toEqual([
      ['screening.flagged', 'waiting'],
      ['screening.decided', 'waiting'],
    ])
    expect(JSON.stringify(rows)).not.toMatch(/himitsu/)
    expect(JSON.parse(rows[1]?.payload ?? '')).toMatchObject({
      type: 'screening.decided',
      data: { screeningId: id, messageId: null, clientId: null, status: 'confirmed' },
    })
    const due = await on.store.outbox.take(
      new Map([[on.tenant, 9]]),
      new Date(),
      new Date(Date.now() + 60_000),
    )
    expect(due.filter(({ screeningId }) => screeningId === id)).toHaveLength(2)
  })

  test.each(['delivered', 'dead'] as const)('those that are %s go with it', async status => {
    const id = await decided(on)
    for (const one of await on.store.outbox.take(
      new Map([[on.tenant, 99]]),
      new Date(),
      new Date(Date.now() + 60_000),
    ))
      await on.store.outbox.settle(
        one,
        {
          status,
          attempts: 1,
          nextAttemptAt: new Date(),
          lastError: null,
          isAnswered: status === 'delivered',
        },
        new Date(),
      )
    await on.store.erasure.screening(on.tenant, id, 'x')
    expect(await deliveriesOf(on, id)).toEqual([])
  })

  test('all go when their time is over', async () => {
    const id = await decided(on)
    await on.store.erasure.purge(new Date('2200-01-01'))
    expect(await deliveriesOf(on, id)).toEqual([])
  })
})

// On SQLite one writes after the other: there is no beside.
onEveryStore(
  'erased beside a step of another instance',
  on => {
    test('twenty times: what the step wrote names nobody, and the case is gone', async () => {
      const other = await openStore(on.location, 'full')
      for (let round = 0; round < 20; round++) {
        const id = await decided(on, `himitsu-${round}`)
        const [erased] = await Promise.all([
          on.store.erasure.screening(on.tenant, id, 'boss'),
          other.queue.reopen(on.tenant, id, 'me'),
        ])
        expect(erased).toBe(true)
        expect(await on.store.screenings.find(on.tenant, id)).toBeUndefined()
        expect(JSON.stringify(await deliveriesOf(on, id))).not.toMatch(/himitsu/)
        await other.outbox.removeEndpoint(on.tenant, 'boss')
      }
      await other.close()
    })

    test('a step that is under way is waited for', async () => {
      const id = await decided(on)
      const db = await openDatabase(on.location)
      let erasing: Promise<boolean> | undefined
      await db.transaction().execute(async step => {
        await step.updateTable('screenings').set({ status: 'pending' }).where('id', '=', id).execute()
        erasing = on.store.erasure.screening(on.tenant, id, 'boss')
        await new Promise(resolve => setTimeout(resolve, 300))
        const at = new Date().toISOString()
        await step
          .insertInto('deliveries')
          .values({
            id: `evt_late-${id}`,
            tenant: on.tenant,
            screening_id: id,
            type: 'screening.reopened',
            payload: JSON.stringify({ data: { messageId: 'himitsu-id', clientId: 'himitsu-client' } }),
            status: 'waiting',
            attempts: 0,
            created_at: at,
            next_attempt_at: at,
            last_error: null,
          })
          .execute()
      })
      expect(await erasing).toBe(true)
      const rows = await deliveriesOf(on, id)
      expect(rows).toHaveLength(3)
      expect(JSON.stringify(rows)).not.toMatch(/himitsu/)
      await db.destroy()
    })
  },
  databases.filter(({ name }) => name === 'PostgreSQL'),
)
