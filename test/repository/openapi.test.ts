import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { describe, expect, test } from 'vitest'
import { screenRequest } from '../../src/contract/message.js'
import { withoutTwins } from '../../src/http/openapi-document.js'
import { screenExamples } from '../../src/http/schemas/examples.js'
import { loadRuleset } from '../../src/ruleset/load.js'
import { screenerOf } from '../support/fixture-dictionary.js'
import { startService } from '../support/service.js'

interface Operation {
  readonly operationId: string
  readonly requestBody?: { readonly content: Record<string, { readonly examples?: object }> }
  readonly responses: Record<
    string,
    { readonly content?: Record<string, { schema: object; example: unknown }> }
  >
}

const ajv = addFormats.default(new Ajv2020({ strict: false }))
// The document names the categories of the production dictionary; no text is judged.
const service = await startService({ screener: screenerOf(loadRuleset('dict')) })
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
    expect(operations).not.toEqual([])
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

  const operations = Object.values<Record<string, Operation>>(document.paths).flatMap(path =>
    Object.values(path),
  )

  test.each(operations.map(operation => [operation.operationId, operation] as const))(
    '%s has an example of what is sent and of what is answered',
    (id, { requestBody, responses }) => {
      for (const sent of Object.values(requestBody?.content ?? {}))
        expect(Object.keys(sent.examples ?? {})).not.toEqual([])
      const success = responses['200'] ?? responses['201'] ?? responses['204']
      const answered = success?.content?.['application/json']
      if (!answered)
        return expect([
          'exportScreenings',
          'watchScreenings',
          'signIn',
          'finishSignIn',
          'signOut',
          'metrics',
          'screenStream',
          'unmarkGolden',
          'eraseScreening',
          'removeEndpoint',
          'removeListEntry',
          'retryDelivery',
        ]).toContain(id)
      const validate = ajv.compile({ ...answered.schema, components: document.components })
      expect([validate(answered.example), validate.errors]).toEqual([true, null])
    },
  )

  test('says what a stream is made of', () => {
    const { content } = document.paths['/screen/stream'].post.requestBody
    expect(Object.keys(content)).toEqual(['application/x-ndjson'])
    const lines: string[] = content['application/x-ndjson'].examples.lines.value.trim().split('\n')
    expect(lines.length).toBeGreaterThan(1)
    for (const line of lines) expect(screenRequest.safeParse(JSON.parse(line)).success).toBe(true)
  })

  test('documents 414 wherever there is an id in the path', () => {
    for (const [path, methods] of Object.entries<Record<string, Operation>>(document.paths))
      for (const { operationId, responses } of Object.values(methods))
        expect([operationId, '414' in responses]).toEqual([operationId, path.includes('{')])
  })

  test('has only patterns that other languages know too', () => {
    const patterns = [...JSON.stringify(document).matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)].map(match =>
      JSON.parse(match[1] ?? ''),
    )
    expect(patterns.length).toBeGreaterThan(3)
    // Unicode classes, look-arounds, back references and escapes of four digits are read differently or not at all.
    for (const pattern of patterns) expect(pattern).not.toMatch(/\\[pPkuU1-9]|\(\?[=!<]/)
  })

  test('its links lead to operations that there are', () => {
    const ids = operations.map(({ operationId }) => operationId)
    const linked = [...JSON.stringify(document.paths).matchAll(/"links":(\{.*?\}\})/g)].flatMap(match => [
      ...(match[1] ?? '').matchAll(/"operationId":"(\w+)"/g),
    ])
    expect(linked.length).toBeGreaterThan(3)
    for (const [, id] of linked) expect(ids).toContain(id)
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
