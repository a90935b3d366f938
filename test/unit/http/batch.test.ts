import { describe, expect, test } from 'vitest'
import type { ScreeningInput } from '../../../src/contract/message.js'
import { MOST_EXPLAINED } from '../../../src/http/batch-answer.js'
import { batchResponse } from '../../../src/http/schemas/judgements.js'
import { openStore } from '../../../src/store/store.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

const long = 'あ'.repeat(10_000)
const many = (length: number, message: object) => ({ messages: Array.from({ length }, () => message) })

/** The fake, and what happens before each judgement. */
const watched = (before: (input: ScreeningInput, count: number) => void | Promise<void>) => {
  const fake = fakeScreener()
  let count = 0
  return {
    ...fake,
    screen: async (input: ScreeningInput) => {
      await before(input, count++)
      return fake.screen(input)
    },
  }
}

describe('a batch is judged and answered piece by piece', () => {
  test('the first answers are there before the last message is judged', async () => {
    let goOn: () => void = () => undefined
    const held = new Promise<void>(resolve => (goOn = resolve))
    const screener = watched((_, count) => (count === 29 ? held : undefined))
    const service = await startService({ screener })
    const url = await service.app.listen({ port: 0 })
    const reply = await fetch(`${url}/screen/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(many(30, { text: long })),
    })
    const reader = reply.body?.getReader()
    const decoder = new TextDecoder()
    let body = decoder.decode((await reader?.read())?.value)
    expect(body).toContain('"verdict"')
    goOn()
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read())
      body += decoder.decode(part.value)
    expect(reply.headers.get('content-type')).toBe('application/json; charset=utf-8')
    expect(batchResponse.parse(JSON.parse(body)).results).toHaveLength(30)
  })

  test('others get their turn between the pieces, however fast they are', async () => {
    let turn = 0
    let going = true
    const count = (): void => {
      turn++
      if (going) setImmediate(count)
    }
    const turns = new Set<number>()
    const service = await startService({ screener: watched(() => void turns.add(turn)) })
    count()
    expect((await service.post('/screen/batch', many(640, { text: 'ok' }))).json().results).toHaveLength(640)
    going = false
    expect(turns.size).toBeGreaterThanOrEqual(10)
  })

  test('whoever goes away has the rest not judged', async () => {
    const gone = new AbortController()
    let judged = 0
    const service = await startService({
      screener: watched(async () => {
        judged++
        await new Promise(resolve => setTimeout(resolve, 5))
      }),
    })
    const url = await service.app.listen({ port: 0 })
    const reply = await fetch(`${url}/screen/batch`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(many(1_000, { text: long })),
      signal: gone.signal,
    })
    expect(reply.status).toBe(200)
    gone.abort()
    await expect(reply.text()).rejects.toThrow()
    const pause = (): Promise<unknown> => new Promise(resolve => setTimeout(resolve, 300))
    for (let before = -1; before !== judged; await pause()) before = judged
    expect(judged).toBeGreaterThan(0)
    expect(judged).toBeLessThan(900)
  })
})

test('when the store fails in the middle, what was kept is answered and the rest is told to come again', async () => {
  const store = await openStore({ kind: 'sqlite', file: ':memory:' }, 'full')
  let judged = 0
  const screener = watched(async (_, count) => {
    judged++
    if (count === 64) await store.close()
  })
  const service = await startService({ screener, store })
  const messages = [...many(199, { text: 'LINE' }).messages, { text: '' }]
  const reply = await service.post('/screen/batch', { messages })
  expect(reply.statusCode).toBe(200)
  const { results } = batchResponse.parse(reply.json())
  expect(results.map(one => ('verdict' in one ? one.verdict : one.status))).toEqual([
    ...Array(64).fill('block'),
    ...Array(135).fill(503),
    400,
  ])
  // Each try may take the store's whole patience: one is enough.
  expect(judged).toBe(128)
})

test('explanations have a limit for the batch; what is beyond says so', async () => {
  const huge = 'x'.repeat(1024 * 1024)
  const explained: boolean[] = []
  const fake = fakeScreener()
  const service = await startService({
    screener: {
      ...fake,
      screen: input => {
        explained.push(input.explain === true)
        const judgement = fake.screen(input)
        const { explanation } = judgement
        return explanation ? { ...judgement, explanation: { ...explanation, normalised: huge } } : judgement
      },
    },
  })
  const count = 40
  const reply = await service.post('/screen/batch', many(count, { text: long, explain: true }))
  const { results } = batchResponse.parse(reply.json())
  const withIt = results.filter(one => 'verdict' in one && one.explanation !== undefined)
  const without = results.filter(one => 'verdict' in one && one.explanationOmitted !== undefined)
  expect(withIt.length + without.length).toBe(count)
  expect(withIt.length * huge.length).toBeGreaterThan(MOST_EXPLAINED)
  expect(withIt.length * huge.length).toBeLessThan(MOST_EXPLAINED * 1.5)
  // They are not made either.
  expect(explained.filter(Boolean)).toHaveLength(withIt.length)
  expect(results.at(-1)).toHaveProperty('explanationOmitted')
})
