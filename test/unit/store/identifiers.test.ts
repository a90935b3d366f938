import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openDatabase } from '../../../src/store/database.js'
import { openStore } from '../../../src/store/store.js'
import { judged } from '../../support/screenings.js'
import { type OpenStore, onEveryStore } from '../../support/stores.js'

const NAMED = { type: 'line_id', value: 'himitsu55' } as const
const text = `LINE ID: ${NAMED.value}`
const send = (on: OpenStore, client: string, more = '') =>
  on.keep({ text: `${text}${more}`, client: { id: client } })
const decide = (
  on: OpenStore,
  { id }: { readonly id: `scr_${string}` },
  decision: 'confirmed' | 'dismissed',
) => on.store.queue.review(on.tenant, id, 'me', { decision })
const find = (on: OpenStore, tenant = on.tenant) => on.store.identifiers.find(tenant, NAMED)

async function rowsOf(on: OpenStore) {
  const db = await openDatabase(on.location)
  const rows = await db.selectFrom('identifiers').selectAll().where('tenant', '=', on.tenant).execute()
  await db.destroy()
  return rows
}

onEveryStore('identifiers', on => {
  test('one is known by its messages, senders and decisions, to its tenant alone', async () => {
    const [first, second] = [await send(on, 'a'), await send(on, 'b', '。')]
    await send(on, 'b', '！')
    await on.keep({ text: 'LINE', client: { id: 'c' } })
    await decide(on, first, 'confirmed')
    await decide(on, second, 'dismissed')
    const record = await find(on)
    expect(record).toMatchObject({ type: 'line_id', messages: 3, senders: 2, confirmed: 1, dismissed: 1 })
    expect(Date.parse(record.lastSeen ?? '')).toBeGreaterThanOrEqual(Date.parse(record.firstSeen ?? ''))
    expect(await find(on, 'another')).toMatchObject({
      messages: 0,
      senders: 0,
      firstSeen: null,
      lastSeen: null,
    })
    expect(await on.store.identifiers.find(on.tenant, { ...NAMED, type: 'handle' })).toMatchObject({
      messages: 0,
    })
  })

  test('a case says who else used what it holds, by name only where its text tells', async () => {
    const first = await send(on, 'a')
    await decide(on, first, 'confirmed')
    const { id } = await send(on, 'b', '。')
    const counts = {
      type: 'line_id',
      messages: 2,
      senders: 2,
      confirmedSenders: 1,
      from: 'text',
      historyIndex: null,
    }
    const ofCase = (found: readonly (typeof NAMED)[]) => on.store.identifiers.ofCase(on.tenant, id, found)
    expect(await ofCase([NAMED])).toEqual([{ ...counts, value: NAMED.value }])
    expect(await ofCase([])).toEqual([{ ...counts, value: null }])
  })

  test('what is confirmed comes with its categories; what is only dismissed or pending does not', async () => {
    const known = () => on.store.identifiers.confirmed(on.tenant, [NAMED, { type: 'phone', value: '+8190' }])
    const first = await send(on, 'a')
    const second = await send(on, 'b', '。')
    await decide(on, second, 'dismissed')
    expect(await known()).toEqual(new Map())
    await decide(on, first, 'confirmed')
    expect(await known()).toEqual(
      new Map([['line_id:himitsu55', { confirmed: 1, dismissed: 1, categories: ['off_platform_contact'] }]]),
    )
    await on.store.queue.reopen(on.tenant, first.id, 'me')
    expect(await known()).toEqual(new Map())
  })

  test('of what very many hold the first and the last tell, in one statement for a batch', async () => {
    const first = await send(on, 'a')
    await on.store.inbox.keep(
      on.tenant,
      Array.from({ length: 1_100 }, (_, at) => judged({ text: `${text} ${at}` })),
    )
    const last = await send(on, 'b', '。')
    for (const one of [first, last]) await decide(on, one, 'confirmed')
    const others = Array.from({ length: 250 }, (_, at) => ({ type: 'handle', value: `@${at}` }) as const)
    const known = await on.store.identifiers.confirmed(on.tenant, [...others, NAMED])
    expect([...known]).toMatchObject([['line_id:himitsu55', { confirmed: 2, dismissed: 0 }]])
  })

  test('clients share what they both sent, those with most first', async () => {
    await send(on, 'a')
    await send(on, 'b', '。')
    await send(on, 'c', '。')
    await send(on, 'c', '！')
    await on.keep({ text: 'LINE ID: other99', client: { id: 'd' } })
    const share = { by: 'identifier', type: 'line_id' }
    expect(await on.store.identifiers.shares(on.tenant, 'a')).toEqual([
      { clientId: 'c', ...share, messages: 2 },
      { clientId: 'b', ...share, messages: 1 },
    ])
    expect(await on.store.identifiers.shares(on.tenant, 'd')).toEqual([])
  })

  test('a report links as well', async () => {
    await on.store.reports.add(on.tenant, 'me', {}, judged({ text, client: { id: 'a' } }))
    expect(await find(on)).toMatchObject({ messages: 1, senders: 1 })
  })

  test.each<[string, (id: `scr_${string}`) => Promise<unknown>]>([
    ['its case', id => on.store.erasure.screening(on.tenant, id, 'x')],
    ['its client', () => on.store.erasure.client(on.tenant, 'a', 'x')],
    ['everything that is old', () => on.store.erasure.purge(new Date('2200-01-01'))],
  ])('goes with %s', async (_what, erase) => {
    const { id } = await send(on, 'a')
    expect(await rowsOf(on)).toHaveLength(1)
    await erase(id)
    expect(await rowsOf(on)).toEqual([])
    expect(await find(on)).toMatchObject({ messages: 0 })
  })

  test('a tenant’s hash is no other’s, and none can be tried out without the secret', async () => {
    await send(on, 'a')
    await on.store.inbox.keep('elsewhere', [judged({ text })])
    const [row] = await rowsOf(on)
    expect(row?.value_hash).toMatch(/^[0-9a-f]{64}$/)
    expect(JSON.stringify(row)).not.toContain(NAMED.value)
    const other = await openStore(on.location, 'full', {
      identifierSecret: 'another secret, just as long as it has to be',
    })
    expect(await other.identifiers.find(on.tenant, NAMED)).toMatchObject({ messages: 0 })
    await other.close()
  })

  test('without a secret nothing is linked or looked up', async () => {
    const silent = await openStore(on.location, 'full')
    await silent.inbox.keep(on.tenant, [judged({ text, client: { id: 'a' } })])
    expect(silent.identifiers.isLinking).toBe(false)
    expect(await rowsOf(on)).toEqual([])
    expect((await silent.identifiers.confirmed(on.tenant, [NAMED])).size).toBe(0)
    await silent.close()
  })

  test('a file of the database holds no identifier when no text is kept', async () => {
    if (on.location.kind !== 'sqlite') return
    const file = `${on.location.file}.none`
    const store = await openStore({ kind: 'sqlite', file }, 'none', {
      identifierSecret: 'a secret that is long enough for it',
    })
    await store.inbox.keep('t', [judged({ text, messageId: 'm', client: { id: 'a' } })])
    expect(await store.identifiers.find('t', NAMED)).toMatchObject({ messages: 1 })
    await store.close()
    const bytes = readFileSync(file)
    expect(bytes.includes('off_platform_contact')).toBe(true)
    expect(bytes.includes(NAMED.value)).toBe(false)
  })
})
