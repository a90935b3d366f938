import { expect, test } from 'vitest'
import { categoryList, readiness, ruleset } from '../../../src/http/schemas/reference.js'
import { fixtureScreener } from '../../support/fixture-dictionary.js'
import { startService } from '../../support/service.js'

const service = await startService({ screener: fixtureScreener })

test('GET / leads to the documentation', async () => {
  const reply = await service.get('/')
  expect([reply.statusCode, reply.headers.location]).toEqual([302, '/docs'])
  expect((await service.get('/docs')).headers['content-type']).toMatch('text/html')
})

test('GET /categories', async () => {
  const { categories } = categoryList.parse((await service.get('/categories')).json())
  expect(categories).toEqual(fixtureScreener.categories)
})

test('GET /ruleset', async () => {
  const body = ruleset.parse((await service.get('/ruleset')).json())
  expect(body).toEqual({
    ...fixtureScreener.ruleset,
    reader: { mode: 'off' },
    rules: fixtureScreener.rules,
  })
})

test('GET /readyz and /healthz', async () => {
  expect(readiness.parse((await service.get('/readyz')).json()).ruleset).toEqual(fixtureScreener.ruleset)
  expect((await service.get('/healthz')).json()).toEqual({ status: 'ok' })
})
