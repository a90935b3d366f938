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
    {
      readonly content?: Record<
        string,
        { schema: object; example: unknown; examples?: Record<string, { value: { status: number } }> }
      >
    }
  >
}

interface Parameter {
  readonly name: string
  readonly schema: { readonly examples?: readonly unknown[] }
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
      const answered = ['200', '201'].flatMap(
        status => responses[status]?.content?.['application/json'] ?? [],
      )
      if (answered.length === 0)
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
          'removeNamedEndpoint',
          'removeListEntry',
          'revokeKey',
          'retryDelivery',
        ]).toContain(id)
      for (const { schema, example } of answered) {
        const validate = ajv.compile({ ...schema, components: document.components })
        expect([validate(example), validate.errors]).toEqual([true, null])
      }
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

  const parameters = Object.entries<Record<string, Operation & { parameters?: Parameter[] }>>(
    document.paths,
  ).flatMap(([, methods]) =>
    Object.values(methods).flatMap(({ operationId, parameters = [] }) =>
      parameters.map(parameter => [`${operationId} ${parameter.name}`, parameter] as const),
    ),
  )

  test.each(parameters)('%s has an example that fits', (_name, { schema }) => {
    const validate = ajv.compile({ ...schema, components: document.components })
    expect(schema.examples).toHaveLength(1)
    expect([validate(schema.examples?.[0]), validate.errors]).toEqual([true, null])
  })

  test('can be read by generators: names are ASCII, no list of words stands twice, nothing sent has a default', () => {
    const names = [document.info.title, ...document.tags.map(({ name }: { name: string }) => name)]
    for (const name of [...names, ...Object.keys(document.components.schemas)])
      expect(name).toMatch(/^[A-Za-z]+$/)
    const lists = [...JSON.stringify(document).matchAll(/"enum":(\["[^\]]*,[^\]]*\])/g)].map(
      match => match[1],
    )
    expect(lists.length).toBeGreaterThan(20)
    expect(lists.filter((list, at) => lists.indexOf(list) !== at)).toEqual([])
    expect(JSON.stringify(document.components.schemas)).not.toMatch(/"default":/)
  })

  test('leaves every answer open and every body closed', () => {
    const closed = (value: unknown) => JSON.stringify(value).includes('"additionalProperties":false')
    for (const { operationId, responses } of operations)
      expect([operationId, closed(responses)]).toEqual([operationId, false])
    const { schemas } = document.components
    expect(
      Object.keys(schemas).filter(name => closed(schemas[name]) && !/Request$|^AppealAnswer$/.test(name)),
    ).toEqual([])
    expect(closed(schemas.ScreenRequest)).toBe(true)
  })

  test('shows a problem of its own status for every error', () => {
    for (const { operationId, responses } of operations)
      for (const [status, { content }] of Object.entries(responses)) {
        const { examples } = content?.['application/problem+json'] ?? {}
        if (!content?.['application/problem+json']) continue
        const shown = Object.values(examples ?? {}).map(({ value }) => String(value.status))
        expect([operationId, status, [...new Set(shown)]]).toEqual([operationId, status, [status]])
      }
  })

  test('tells the parts of a union apart by a property', () => {
    const { items } = document.components.schemas.ClientRecord.properties.shares
    expect(items.discriminator.propertyName).toBe('by')
  })

  test('names the header fields of answers', () => {
    const { responses } = document.paths['/screen'].post
    expect(Object.keys(responses['200'].headers)).toContain('Idempotent-Replayed')
    expect(Object.keys(responses['429'].headers)).toContain('Retry-After')
    expect(Object.keys(responses['401'].headers)).toContain('WWW-Authenticate')
    for (const { $ref } of Object.values<{ $ref: string }>(responses['503'].headers))
      expect(document.components.headers[$ref.split('/').at(-1) ?? '']).toBeDefined()
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
