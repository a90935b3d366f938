import { expect, test } from 'vitest'
import { fakeScreener } from '../../support/screener.js'
import { startService } from '../../support/service.js'

const service = await startService({ screener: fakeScreener() })
const { paths } = (await service.get('/openapi.json')).json()
const read = Object.entries<object>(paths).flatMap(([path, methods]) => ('get' in methods ? [path] : []))
const { id } = (await service.post('/screen', { text: 'LINE', client: { id: 'c' } })).json()

test.each(read)('GET %s is kept by no cache, whatever it answers', async path => {
  for (const known of [id, 'c', 'unknown']) {
    // One of them does not end by itself: its header fields are enough.
    const url = path.replace('{id}', known)
    const reply = await service.inject({ method: 'GET', url, payloadAsStream: true })
    expect([reply.statusCode, reply.headers['cache-control']]).toEqual([reply.statusCode, 'no-store'])
  }
})

test('nor are judgements and refusals', async () => {
  for (const reply of [
    await service.post('/screen', { text: 'LINE' }),
    await service.post('/screen', '{'),
    await service.post('/screen/batch', { messages: [] }),
    await service.get('/nothing'),
  ])
    expect(reply.headers['cache-control']).toBe('no-store')
})

test.each(['/console', '/console/console.js', '/docs/static/swagger-ui.css', '/openapi.json'])(
  '%s is everybody’s and may be kept',
  async path => {
    const reply = await service.get(path)
    expect(reply.statusCode).toBe(200)
    expect(reply.headers['cache-control']).not.toContain('no-store')
  },
)
