import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { buildIntake, type Intake } from '../../../src/moderation/intake.js'
import { openStore, type Store } from '../../../src/store/store.js'
import { fakeScreener } from '../../support/screener.js'
import { IDENTIFIER_SECRET } from '../../support/stores.js'

let store: Store
let intake: Intake
let looks = 0
/** Tells in the verdict what it was told of the first identifier. */
const screener = {
  ...fakeScreener(),
  recall: (...[judgement, , knownOf]: Parameters<ReturnType<typeof fakeScreener>['recall']>) => {
    const [first] = judgement.identifiers
    const known = first && knownOf(first)
    return known === undefined ? judgement : { ...judgement, confidence: known.confirmed / 100 }
  },
}
beforeAll(async () => {
  store = await openStore({ kind: 'sqlite', file: ':memory:' }, 'full', {
    identifierSecret: IDENTIFIER_SECRET,
  })
  const { identifiers } = store
  const confirmed: typeof identifiers.confirmed = (...asked) => {
    looks++
    return identifiers.confirmed(...asked)
  }
  intake = buildIntake({
    screener,
    store: { ...store, identifiers: { ...identifiers, confirmed } },
    onStoreFailure: 'refuse',
    clientMemory: false,
    onUnkept: () => undefined,
  })
})
afterAll(() => store.close())
beforeEach(() => {
  looks = 0
})

async function confirm(tenant: string, text: string) {
  const [outcome] = await intake(tenant, [{ text }])
  if (outcome?.kind === 'judged')
    await store.queue.review(tenant, outcome.id, 'me', { decision: 'confirmed' })
  looks = 0
}

test('what was confirmed of an identifier tells of the next message with it, in one look a request', async () => {
  await confirm('t', 'LINE ID: abc123')
  const messages = Array.from({ length: 20 }, (_, at) => ({ text: `ID: abc123 ${at}` }))
  const outcomes = await intake('t', [...messages, { text: 'ok' }])
  expect(outcomes.map(one => one.kind === 'judged' && one.judgement.confidence)).toEqual([
    ...messages.map(() => 0.01),
    0.01,
  ])
  expect(looks).toBe(1)
  await confirm('t', 'LINE ID: abc123 again')
  const [outcome] = await intake('t', [{ text: 'ID: abc123' }])
  expect(outcome).toMatchObject({ judgement: { confidence: 0.02 } })
})

test('nothing is looked up for a message without an identifier', async () => {
  await intake('t', [{ text: 'ok' }, { text: 'LINE' }])
  expect(looks).toBe(0)
})

test('the same message twice in a request gets the answer that was kept', async () => {
  await confirm('twice', 'LINE ID: xyz999')
  const message = { text: 'LINE ID: xyz999 !', messageId: 'm' }
  const outcomes = await intake('twice', [message, message])
  const again = await intake('twice', [message])
  const [first] = outcomes
  expect(first).toMatchObject({ judgement: { confidence: 0.01, identifiers: [{ value: 'xyz999' }] } })
  for (const one of [...outcomes, ...again]) expect({ ...one, replayed: false }).toEqual(first)
})
