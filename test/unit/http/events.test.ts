import { expect, test } from 'vitest'
import { events, webhooks } from '../../../src/http/schemas/events.js'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

const service = await startService({ screener: fakeScreener(), config: { webhookAllowPrivate: true } })
const { post, store } = service
await store.outbox.setEndpoint('default', 'test', {
  url: 'http://127.0.0.1:9/hook',
  secret: `whsec_${Buffer.alloc(32).toString('base64')}`,
})

async function play(): Promise<void> {
  const text = '詳細はLINEでお話しします。'
  const { id } = (await post('/screen', { text, messageId: 'm-1', client: { id: 'c-1' } })).json()
  await post('/reports', { text, messageId: 'm-1', reporterId: 'w-1', reason: '困る' })
  // The decision is the answer to what is objected to by then.
  await post(`/screenings/${id}/appeals`, { from: 'sender', text: '違います。' })
  await post(`/screenings/${id}/review`, { decision: 'confirmed' })
  await post(`/screenings/${id}/reopen`, {})
  const words =
    '副業に興味がある方へ、やさしく教えますので、まずはLINEで気軽にご連絡をください。お待ちしています。'
  for (let at = 0; at < 12; at++) await post('/screen', { text: words, client: { id: `c-${at}` } })
}
await play()
const now = new Date(Date.now() + 3_600_000)
const sent = await store.outbox.take(new Map([['default', 500]]), now, now)

test.each(Object.keys(webhooks).filter(type => type !== 'webhook.test'))(
  '%s is sent as the document has it',
  type => {
    const bodies = sent.filter(one => one.type === type).map(({ payload }) => JSON.parse(payload))
    expect(bodies).not.toEqual([])
    for (const body of bodies) expect(events[type]?.safeParse(body).error?.issues).toBeUndefined()
  },
)

test('nothing else is sent', () => {
  for (const { type } of sent) expect(Object.keys(webhooks)).toContain(type)
})

test.each(Object.entries(events))('the example of %s fits', (_type, schema) => {
  const examples: unknown = schema.meta()?.examples
  const [example] = Array.isArray(examples) ? examples : []
  expect(schema.safeParse(example).error?.issues).toBeUndefined()
})
