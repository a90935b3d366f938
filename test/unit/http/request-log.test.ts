import { expect, test } from 'vitest'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

const service = await startService({ screener: fakeScreener() })

test.each([
  [
    'a message',
    { text: '秘密の教材とLINE', client: { id: 'client-7' }, history: [{ from: 'client', text: '秘密' }] },
    { verdict: 'block', categories: ['off_platform_contact', 'material_purchase'] },
  ],
  ['an allowed one', { text: '秘密' }, { verdict: 'allow', categories: [] }],
])('%s leaves one line without a word of it', async (_name, payload, expected) => {
  const lines = await linesOf(() => service.post('/screen', payload))
  expect(lines).toEqual([
    {
      ...{ level: 30, msg: 'request', method: 'POST', route: '/screen', status: 200 },
      ...{ time: expect.any(Number), pid: expect.any(Number), hostname: expect.any(String) },
      ...{ reqId: expect.any(String), ms: expect.any(Number) },
      ...expected,
    },
  ])
})

test('a batch leaves one line with the sums', async () => {
  const messages = [{ text: 'LINE' }, { text: 'LINE 秘密' }, { text: 'ok' }, { text: '' }]
  const lines = await linesOf(() => service.post('/screen/batch', { messages }))
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatchObject({
    messages: 3,
    verdicts: { block: 2, allow: 1 },
    categories: ['off_platform_contact'],
  })
})

test.each([
  ['/screenings?clientId=client-7', '/screenings', 200],
  ['/screenings/scr_01M859C6QJ3XRZ8MRSXKEV7873', '/screenings/:id', 404],
  ['/secret-path', null, 404],
  ['/%zz', null, 400],
])('%s is logged by its route: %s', async (url, route, status) => {
  const lines = await linesOf(() => service.get(url))
  expect(lines).toHaveLength(1)
  expect(lines[0]).toMatchObject({ method: 'GET', route, status })
})

test.each([
  ['{"text":"秘密の LINE",}', 400],
  ['{"text":"LINE","秘密":1}', 400],
])('%s leaves no word in the log', async (payload, status) => {
  const lines = await linesOf(() => service.post('/screen', payload))
  expect(lines).toMatchObject([{ status }])
})

async function linesOf(send: () => Promise<unknown>) {
  const seen = service.log().length
  await send()
  const lines = service.log().slice(seen)
  expect(JSON.stringify(lines)).not.toMatch(/秘密|教材|LINE|client-7|secret/)
  return lines
}
