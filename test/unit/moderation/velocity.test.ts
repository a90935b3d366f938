import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { buildIntake } from '../../../src/moderation/intake.js'
import { buildVelocity, hasteOf } from '../../../src/moderation/velocity.js'
import { StoreFailure } from '../../../src/store/gate.js'
import { openStore, type Store } from '../../../src/store/store.js'
import { fakeScreener } from '../../support/screener.js'

let store: Store
beforeEach(async () => {
  store = await openStore({ kind: 'sqlite', file: ':memory:' }, 'full')
})
afterEach(() => store.close())

/** One of several instances that share the store. */
const instance = (limit = 3, contacts: Pick<Store['contacts'], 'asked'> = store.contacts) =>
  buildIntake({
    screener: fakeScreener(),
    store,
    onStoreFailure: 'answer',
    clientMemory: false,
    velocity: buildVelocity({ screener: fakeScreener(), contacts, limit }),
    onUnkept: () => undefined,
  })
const ask = (recipient: string, more: object = {}) => ({
  text: 'LINE',
  client: { id: 'c' },
  recipient: { id: recipient },
  ...more,
})

test.each<[recipients: number, limit: number, confidence: number]>([
  [0, 10, 0],
  [10, 10, 0],
  [11, 10, 0.5455],
  [20, 10, 0.75],
  [50, 10, 0.9],
  [1_000, 10, 0.95],
  [1_000, 0, 0],
])('%d recipients at a limit of %d: %d', (recipients, limit, confidence) => {
  expect(hasteOf(recipients, limit)).toBe(confidence)
})

describe('more recipients than the limit within the hour', () => {
  test('are a caution on the next asks, whichever instance gets them', async () => {
    const [one, two] = [instance(), instance()]
    const seen: unknown[] = []
    for (const [at, screenAndStore] of [one, two, one, two, one, two].entries())
      seen.push(...(await screenAndStore('t', [ask(`r${at}`)])).map(riskOf))
    expect(seen).toEqual([undefined, undefined, undefined, undefined, 0.625, 0.7])
  })

  test('in one request as in several', async () => {
    const outcomes = await instance()(
      't',
      Array.from({ length: 6 }, (_, at) => ask(`r${at}`)),
    )
    expect(outcomes.map(riskOf)).toEqual([undefined, undefined, undefined, undefined, 0.625, 0.7])
  })

  test('leave the verdict and what made it', async () => {
    await instance()(
      't',
      Array.from({ length: 9 }, (_, at) => ask(`r${at}`)),
    )
    const [outcome] = await instance()('t', [ask('r9')])
    expect(outcome).toMatchObject({
      judgement: {
        verdict: 'block',
        decidedBy: { category: 'off_platform_contact', by: 'rule' },
        flags: [
          { category: 'off_platform_contact' },
          { category: 'client_risk', severity: 'caution', evidence: [{ rule: 'client_risk.velocity' }] },
        ],
      },
    })
  })
})

test.each<[name: string, messages: readonly object[]]>([
  ['the same recipient', Array.from({ length: 8 }, () => ask('r'))],
  ['no asks', Array.from({ length: 8 }, (_, at) => ask(`r${at}`, { text: '教材' }))],
  ['nothing flagged', Array.from({ length: 8 }, (_, at) => ask(`r${at}`, { text: 'よろしく' }))],
  ['nobody named', Array.from({ length: 8 }, () => ({ text: 'LINE', client: { id: 'c' } }))],
  ['clients without a name', Array.from({ length: 8 }, (_, at) => ask(`r${at}`, { client: {} }))],
  ['dry runs', Array.from({ length: 8 }, (_, at) => ask(`r${at}`, { dryRun: true }))],
])('%s: nothing is counted', async (_, messages) => {
  const screenAndStore = instance()
  for (const message of messages) await screenAndStore('t', [{ text: '', ...message }])
  const [outcome] = await screenAndStore('t', [ask('last', { dryRun: true })])
  expect(riskOf(outcome)).toBeUndefined()
})

test('of each tenant, and not at all with a limit of 0', async () => {
  const asks = Array.from({ length: 8 }, (_, at) => ask(`r${at}`))
  await instance()('t', asks)
  expect((await instance()('other', [ask('r')])).map(riskOf)).toEqual([undefined])
  expect((await instance(0)('t', [ask('r')])).map(riskOf)).toEqual([undefined])
})

test('a store that fails costs this evidence and nothing else', async () => {
  const broken = { asked: async () => Promise.reject(new StoreFailure(new Error('away'))) }
  const [outcome] = await instance(3, broken)('t', [ask('r')])
  expect(outcome).toMatchObject({ kind: 'judged', judgement: { verdict: 'block' } })
})

function riskOf(outcome: Awaited<ReturnType<ReturnType<typeof instance>>>[number] | undefined) {
  if (outcome?.kind !== 'judged') throw new Error('not judged')
  return outcome.judgement.flags.find(({ category }) => category === 'client_risk')?.confidence
}
