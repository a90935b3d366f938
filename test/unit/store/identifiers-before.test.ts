import { expect, test } from 'vitest'
import { openDatabase } from '../../../src/store/database.js'
import type { NewScreening } from '../../../src/store/screening.js'
import { judged } from '../../support/screenings.js'
import { type OpenStore, onEveryStore } from '../../support/stores.js'

const NAMED = { type: 'line_id', value: 'himitsu55' } as const
let count = 0

/** A flagged message, whose client wrote the id two messages before. */
const telling = (client: string | undefined, historyIndex = 0): NewScreening => ({
  ...judged({ text: `LINE ${count++}`, ...(client && { client: { id: client } }) }),
  earlierIdentifiers: [{ ...NAMED, historyIndex }],
})
/** One that holds it itself. */
const holding = (client: string | undefined): NewScreening =>
  judged({ text: `LINE ID: ${NAMED.value} ${count++}`, ...(client && { client: { id: client } }) })

async function keep(on: OpenStore, ...screenings: readonly NewScreening[]) {
  for (const one of screenings) await on.store.inbox.keep(on.tenant, [one])
  return screenings.map(({ id }) => id)
}
const find = (on: OpenStore) => on.store.identifiers.find(on.tenant, NAMED)
const confirm = (on: OpenStore, id: `scr_${string}`) =>
  on.store.queue.review(on.tenant, id, 'me', { decision: 'confirmed' })
const ofCase = (on: OpenStore, id: `scr_${string}` = 'scr_') =>
  on.store.identifiers.ofCase(on.tenant, id, [NAMED])

onEveryStore('what a client wrote before', on => {
  test('links its message to others, and its case says where it stands', async () => {
    const [id] = await keep(on, telling('a', 3), holding('b'))
    expect(await find(on)).toMatchObject({ messages: 2, senders: 2 })
    expect(await ofCase(on, id)).toEqual([
      {
        ...NAMED,
        messages: 2,
        senders: 2,
        confirmedSenders: 0,
        from: 'history',
        historyIndex: 3,
      },
    ])
    expect(await on.store.identifiers.shares(on.tenant, 'a')).toMatchObject([{ clientId: 'b', messages: 1 }])
  })

  test.each<[string, (() => NewScreening)[], number]>([
    ['a message that was kept itself', [() => holding('a'), () => telling('a')], 1],
    ['told of twice', [() => telling('a'), () => telling('a'), () => telling('a')], 1],
    ['and held once more later', [() => telling('a'), () => holding('a')], 2],
    ['of another client', [() => holding('b'), () => telling('a')], 2],
    ['of nameless clients', [() => telling(undefined), () => telling(undefined)], 1],
    ['of a nameless client and another', [() => telling('a'), () => telling(undefined)], 2],
  ])('%s counts as it should', async (_what, made, messages) => {
    const ids = await keep(on, ...made.map(make => make()))
    for (const id of ids) await confirm(on, id)
    expect(await find(on)).toMatchObject({ messages, confirmed: messages })
    const known = await on.store.identifiers.confirmed(on.tenant, [NAMED])
    expect(known.get('line_id:himitsu55')).toMatchObject({ confirmed: messages, dismissed: 0 })
    for (const id of ids) expect(await ofCase(on, id)).toHaveLength(1)
  })

  test('counts once within one batch too', async () => {
    await on.store.inbox.keep(on.tenant, [telling('a'), holding('a'), telling('a')])
    expect(await find(on)).toMatchObject({ messages: 1, senders: 1 })
  })

  test('is the message’s own where both hold it', async () => {
    const both = { ...holding('a'), earlierIdentifiers: [{ ...NAMED, historyIndex: 0 }] }
    const [id] = await keep(on, both)
    expect(await ofCase(on, id)).toMatchObject([{ from: 'text', historyIndex: null, messages: 1 }])
  })

  test('goes with its case and its client, and stays linked where another case tells of it', async () => {
    const [first, second] = await keep(on, holding('a'), telling('a'))
    await on.store.erasure.screening(on.tenant, first ?? 'scr_', 'boss')
    expect(await find(on)).toMatchObject({ messages: 1, senders: 1 })
    expect(await ofCase(on, second)).toMatchObject([{ from: 'history', messages: 1 }])
    await on.store.erasure.client(on.tenant, 'a', 'boss')
    const db = await openDatabase(on.location)
    const rows = db.selectFrom('identifiers').selectAll().where('tenant', '=', on.tenant).execute()
    expect(await rows).toEqual([])
    await db.destroy()
  })

  test('links a report as well', async () => {
    await on.store.reports.add(on.tenant, 'site', {}, telling('a'))
    expect(await find(on)).toMatchObject({ messages: 1, senders: 1 })
  })
})
