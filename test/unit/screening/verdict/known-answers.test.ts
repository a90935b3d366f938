import { describe, expect, test } from 'vitest'
import type { Verdict } from '../../../../src/contract/words.js'
import { KNOWN_ANSWERS } from '../../../../src/screening/verdict/known-answers.js'
import { fixtureScreener as screener } from '../../../support/fixture-dictionary.js'
import { startService } from '../../../support/service.js'

const known = Object.entries(KNOWN_ANSWERS)

describe.each(known)('the text for %s', (verdict, text) => {
  test('gets that verdict at every stage, and says that it is a test', () => {
    for (const stage of ['pre_contract', 'contracted', 'delivered'] as const) {
      const judgement = screener.screen({ text: `\n${text} `, stage })
      expect(judgement).toMatchObject({ verdict, flagged: verdict !== 'allow', test: true })
      for (const { evidence } of judgement.flags)
        expect(evidence).toMatchObject([{ start: 1, end: 1 + text.length, text }])
      expect(judgement.flags).toHaveLength(verdict === 'allow' ? 0 : 1)
    }
  })

  test('means nothing beside anything else', () => {
    const ask = 'LINEのIDを教えてください。'
    const together = screener.screen({ text: `${ask}${text}` })
    expect(together.test).toBeUndefined()
    expect(together.verdict).toBe(screener.screen({ text: ask }).verdict)
    expect(screener.screen({ text: `${text} ${text}` }).test).toBeUndefined()
    expect(screener.screen({ text: text.toLowerCase() }).test).toBeUndefined()
  })
})

test('they are kept like any other and counted nowhere', async () => {
  const service = await startService({ screener })
  for (const [verdict, text] of known) {
    const message = { text, messageId: verdict, client: { id: 'c' } }
    const first = (await service.post('/screen', message)).json()
    expect(first).toMatchObject({ verdict, test: true })
    // The same answer when it is sent again.
    expect((await service.post('/screen', message)).json()).toEqual({ ...first, replayed: true })
  }
  const { items } = (await service.get('/screenings?origin=test')).json()
  expect(items.map((item: { readonly verdict: Verdict }) => item.verdict)).toEqual([
    'block',
    'review',
    'warn',
  ])
  const decision = await service.post(`/screenings/${items[0].id}/review`, { decision: 'confirmed' })
  expect(decision.statusCode).toBe(200)

  await service.store.tallies.flush()
  const statistics = (await service.get('/stats')).json()
  expect(statistics).toMatchObject({
    volumes: { allow: 0, warn: 0, review: 0, block: 0 },
    queue: { pending: 0 },
    decisions: { confirmed: 0, dismissed: 0 },
    categories: [],
    rules: [],
  })
  expect((await service.get('/metrics')).body).not.toMatch(/^sekisho_messages_total\{/m)
  expect((await service.get('/clients/c')).statusCode).toBe(404)
  expect((await service.get('/screenings/export')).body).toBe('')
})
