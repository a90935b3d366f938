import { describe, expect, test } from 'vitest'
import {
  createSekisho,
  isProblem,
  type Message,
  SekishoError,
} from '../../../clients/typescript/src/index.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

const { app, store } = await startService({ screener: fakeScreener(), config: { hasKeys: true } })
const baseUrl = await app.listen({ port: 0, host: '127.0.0.1' })
const { key } = await store.keys.create({ tenant: 'acme', role: 'admin', actor: 'client' })
const sekisho = createSekisho({ baseUrl, key, backoff: 1 })
const text = '詳細はLINEでお話しします。'

describe('against the service', () => {
  test('screens the README text with nothing else', async () => {
    const { id, verdict } = await sekisho.screen({ text })
    expect(verdict).not.toBe('allow')
    const opened = await sekisho.call('get', '/screenings/{id}', { path: { id } })
    expect(opened.text).toBe(text)
    const { items } = await sekisho.call('get', '/screenings', { query: { limit: 1 } })
    expect(items.map(one => one.id)).toEqual([id])
    expect(await sekisho.call('delete', '/screenings/{id}', { path: { id } })).toBeUndefined()
  })

  test('a refusal is an error with its problem', async () => {
    const refused = await sekisho.screen({ text: '' }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(SekishoError)
    expect(refused).toMatchObject({ status: 400, code: 'validation_failed' })
    const stranger = createSekisho({ baseUrl, key: 'sek_no', backoff: 1 })
    await expect(stranger.screen({ text })).rejects.toMatchObject({ status: 401, code: 'unauthenticated' })
  })

  test('a batch has problems in their places', async () => {
    const results = await sekisho.screenBatch([{ text }, { text: '' }, { text: 'よろしくお願いします。' }])
    expect(results.map(isProblem)).toEqual([false, true, false])
  })

  test('a stream answers in order, also one that waits for answers', async () => {
    const seen: string[] = []
    async function* messages(): AsyncGenerator<Message> {
      for (let at = 0; at < 100; at++) yield { text: at === 7 ? '' : text, messageId: `s-${at}` }
    }
    for await (const result of sekisho.screenStream(messages()))
      seen.push(isProblem(result) ? 'problem' : String(result.messageId))
    expect(seen).toHaveLength(100)
    expect([seen[0], seen[7], seen[99]]).toEqual(['s-0', 'problem', 's-99'])
  })

  test('a stream that is left lets go', async () => {
    const source = Array.from({ length: 10 }, (): Message => ({ text }))
    for await (const result of sekisho.screenStream(source)) {
      expect(isProblem(result)).toBe(false)
      break
    }
  })

  test('a repeat of a lost answer is judged once', async () => {
    const ids: string[] = []
    // The first answer gets lost on its way.
    const losing = createSekisho({
      baseUrl,
      key,
      backoff: 1,
      fetch: async (...call) => {
        const response = await fetch(...call)
        const answer: { readonly id: string } = JSON.parse(await response.clone().text())
        ids.push(answer.id)
        if (ids.length === 1) throw new TypeError('connection lost')
        return response
      },
    })
    const { id, replayed } = await losing.screen({ text })
    expect(ids).toEqual([id, id])
    expect(replayed).toBe(true)
  })
})

/** A client whose service answers as told, and what it was asked. */
function answered(...answers: readonly (() => Response | Promise<Response>)[]) {
  const calls: { readonly at: number; readonly key: string | null }[] = []
  const client = createSekisho({
    baseUrl: 'http://sekisho.test',
    backoff: 1,
    timeout: 50,
    fetch: async (_url, init) => {
      const next = answers[Math.min(calls.length, answers.length - 1)]
      calls.push({ at: Date.now(), key: new Headers(init?.headers).get('idempotency-key') })
      if (!next) throw new Error('nothing to answer')
      return Promise.race([
        next(),
        new Promise<never>((_, reject) => {
          init?.signal?.addEventListener('abort', () => reject(init.signal?.reason))
        }),
      ])
    },
  })
  return { client, calls }
}
const busy =
  (status: number, headers: Record<string, string> = {}) =>
  () =>
    new Response('', { status, headers })
const fine = () => Response.json({ id: 'scr_1', verdict: 'allow' })
const never = () => new Promise<Response>(() => undefined)

describe('tries again', () => {
  test('503 and 429, with the same key', async () => {
    const { client, calls } = answered(busy(503), busy(429), fine)
    await client.screen({ text })
    expect(calls).toHaveLength(3)
    expect(new Set(calls.map(call => call.key)).size).toBe(1)
    expect(calls[0]?.key).toMatch(/^"[0-9a-f-]{36}"$/)
  })

  test('not before Retry-After is over', async () => {
    const { client, calls } = answered(busy(429, { 'retry-after': '1' }), fine)
    await client.screen({ text })
    expect((calls[1]?.at ?? 0) - (calls[0]?.at ?? 0)).toBeGreaterThanOrEqual(990)
  })

  test('what took too long', async () => {
    const { client, calls } = answered(never, fine)
    await client.screen({ text })
    expect(calls).toHaveLength(2)
  })

  test('three times at most', async () => {
    const { client, calls } = answered(busy(503))
    await expect(client.screen({ text })).rejects.toMatchObject({ status: 503, problem: undefined })
    expect(calls).toHaveLength(4)
  })

  test('never what a repeat would do twice, and never what is refused', async () => {
    const decision = { path: { id: 'scr_1' }, body: { decision: 'confirmed' } } as const
    const once = answered(busy(503), fine)
    await expect(once.client.call('post', '/screenings/{id}/review', decision)).rejects.toMatchObject({
      status: 503,
    })
    expect(once.calls).toHaveLength(1)
    const refused = answered(busy(409), fine)
    await expect(refused.client.screen({ text })).rejects.toMatchObject({ status: 409 })
    expect(refused.calls).toHaveLength(1)
  })

  test('not when the caller has given up', async () => {
    const { client, calls } = answered(busy(503, { 'retry-after': '60' }))
    const giveUp = AbortSignal.timeout(100)
    await expect(client.screen({ text }, { signal: giveUp })).rejects.toThrow('timeout')
    expect(calls).toHaveLength(1)
  })
})
