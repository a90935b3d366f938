import { expect, test } from 'vitest'
import { openDatabase } from '../../../src/store/database.js'
import { openStore } from '../../../src/store/store.js'
import { judged } from '../../support/screenings.js'
import { onEveryStore } from '../../support/stores.js'

const ask = (client: string, recipient: string) => ({
  ...judged({ text: 'LINE', client: { id: client }, recipient: { id: recipient } }),
  asksContact: true,
})
const HOUR = 60 * 60 * 1_000
const now = () => new Date()

onEveryStore('asks for contact', on => {
  const recipients = async (client: string, at = now()) =>
    (await on.store.contacts.asked(on.tenant, client, at)).recipients

  test('different recipients count, each once, whichever instance met them', async () => {
    const other = await openStore(on.location, 'full')
    await Promise.all([
      on.store.inbox.keep(on.tenant, [ask('c', 'r1'), ask('c', 'r2'), ask('c', 'r1')]),
      other.inbox.keep(on.tenant, [ask('c', 'r2'), ask('c', 'r3'), ask('d', 'r4')]),
    ])
    const seen = await Promise.all(
      [on.store, other].map(store => store.contacts.asked(on.tenant, 'c', now())),
    )
    await other.close()
    expect(seen.map(asked => [asked.recipients, asked.includes('r3'), asked.includes('r4')])).toEqual([
      [3, true, false],
      [3, true, false],
    ])
    expect((await on.store.contacts.asked(`${on.tenant}-other`, 'c', now())).recipients).toBe(0)
  })

  test('what was not to be counted is not, nor what was not kept', async () => {
    const late = { ...ask('c', 'r2'), message: { ...ask('c', 'r2').message, messageId: 'm' } }
    await on.keep({ text: 'LINE', messageId: 'm', client: { id: 'c' } })
    await on.store.inbox.keep(on.tenant, [{ ...ask('c', 'r1'), asksContact: false }, late])
    expect(await recipients('c')).toBe(0)
  })

  test('after an hour it is nothing any more, and gone', async () => {
    await on.store.inbox.keep(on.tenant, [ask('c', 'r1')])
    expect(await recipients('c', new Date(Date.now() + HOUR + 1_000))).toBe(0)
    await on.store.contacts.purge(now())
    expect(await recipients('c')).toBe(1)
    await on.store.contacts.purge(new Date(Date.now() + HOUR + 1_000))
    expect(await recipients('c')).toBe(0)
  })

  test('ids are nowhere to be read, and go with the client', async () => {
    await on.store.inbox.keep(on.tenant, [ask('client-in-clear', 'worker-in-clear'), ask('other', 'r')])
    const raw = await openDatabase(on.location)
    const rows = await raw.selectFrom('contact_asks').selectAll().where('tenant', '=', on.tenant).execute()
    await raw.destroy()
    expect(rows).toHaveLength(2)
    expect(JSON.stringify(rows)).not.toContain('clear')
    await on.store.erasure.client(on.tenant, 'client-in-clear', 'boss')
    expect([await recipients('client-in-clear'), await recipients('other')]).toEqual([0, 1])
  })
})
