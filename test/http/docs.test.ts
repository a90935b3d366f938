import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { withoutTwins } from '../../src/http/openapi-document.js'
import { screenExamples } from '../../src/http/schemas/examples.js'
import { screenRequest } from '../../src/http/schemas/messages.js'
import { categoryList, readiness, ruleset } from '../../src/http/schemas/reference.js'
import { realScreener } from '../support/real-screener.js'
import { startService } from '../support/service.js'

const service = await startService({ screener: realScreener })
const document = (await service.get('/openapi.json')).json()

describe('the document', () => {
  test('is OpenAPI 3.1 and the committed one', () => {
    expect(document.openapi).toBe('3.1.0')
    expect(document).toEqual(JSON.parse(readFileSync('openapi/openapi.json', 'utf8')))
  })

  test('has every operation, with Japanese words and a tag', () => {
    const operations = Object.values<
      Record<string, { summary: string; description: string; tags: string[] }>
    >(document.paths).flatMap(path => Object.values(path))
    expect(operations).toHaveLength(27)
    const tags = document.tags.map(({ name }: { name: string }) => name)
    for (const { summary, description, tags: own } of operations) {
      expect(`${summary}${description}`).toMatch(/\p{Script=Hiragana}/u)
      expect(tags).toContain(own[0])
    }
  })

  test('has no twin and no dangling schema', () => {
    const names = Object.keys(document.components.schemas)
    expect(names.filter(name => name.endsWith('Input'))).toEqual([])
    const refs = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(
      match => match[1],
    )
    expect([...new Set(refs)].sort()).toEqual(names.sort())
  })

  test('has the examples, and they fit', () => {
    const { examples } = document.paths['/screen'].post.requestBody.content['application/json']
    expect(examples).toEqual(screenExamples)
    for (const { value } of Object.values(screenExamples))
      expect(screenRequest.safeParse(value).success).toBe(true)
  })

  test('cannot give one name to two shapes', () => {
    const twins = (own: object) => ({
      paths: { '/a': [{ $ref: '#/components/schemas/A' }, { $ref: '#/components/schemas/AInput' }] },
      components: { schemas: { A: { type: 'string' }, AInput: own } },
    })
    expect(withoutTwins(twins({ type: 'string' })).components.schemas).toEqual({ A: { type: 'string' } })
    expect(() => withoutTwins(twins({ type: 'number' }))).toThrow('schema A has two shapes')
  })
})

test('GET / leads to the documentation', async () => {
  const reply = await service.get('/')
  expect([reply.statusCode, reply.headers.location]).toEqual([302, '/docs'])
  expect((await service.get('/docs')).headers['content-type']).toMatch('text/html')
})

test('GET /categories', async () => {
  const { categories } = categoryList.parse((await service.get('/categories')).json())
  expect(categories).toEqual(realScreener.categories)
  expect(categories).toHaveLength(14)
})

test('GET /ruleset', async () => {
  const body = ruleset.parse((await service.get('/ruleset')).json())
  expect(body).toEqual({ ...realScreener.ruleset, rules: realScreener.rules })
})

test('GET /readyz and /healthz', async () => {
  expect(readiness.parse((await service.get('/readyz')).json()).ruleset).toEqual(realScreener.ruleset)
  expect((await service.get('/healthz')).json()).toEqual({ status: 'ok' })
})
