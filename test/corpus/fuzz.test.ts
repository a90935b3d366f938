import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import type { InjectOptions } from 'fastify'
import { describe, expect, test } from 'vitest'
import { realScreener } from '../support/real-screener.js'
import { startService } from '../support/service.js'

/**
 * Every operation of the document with everything that may come: what fits its schema, what almost fits, and what does
 * not. Never a 5xx, never a hang, and every answer is one that the document promises.
 */
const service = await startService({ screener: realScreener })
const document = (await service.get('/openapi.json')).json()
const ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: false }))
for (const text of ['LINEのIDを教えてください', '教材を購入してください'])
  await service.post('/screen', { text, client: { id: 'c-1' } })
const ids: string[] = (await service.get('/screenings')).json().items.map((item: { id: string }) => item.id)

interface Schema {
  readonly $ref?: string
  readonly type?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly items?: Schema
  readonly format?: string
}
interface Operation {
  readonly operationId: string
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[]
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema?: Schema }>> }
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: Schema }>> }>
  >
}
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'
/** Takes nothing that could be tried, and answers until its caller goes. */
const ENDLESS = 'watchScreenings'
const operations = Object.entries<Record<string, Operation>>(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods)
    .filter(([, { operationId }]) => operationId !== ENDLESS)
    .map(([method, operation]) => ({
    path,
    method: method.toUpperCase() as Method,
    operation,
    operationId: operation.operationId,
  })),
)

/** What is worth trying anywhere a string may stand. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '',
    '\0',
    '\ud800',
    '\udc00\ud800',
    '\u202e\u2066',
    "' or 1=1 --",
    '"; drop table screenings; --',
    '%',
    '_%\\',
    '../../../etc/passwd',
    '..%2f..%2fetc%2fpasswd',
    '<script>alert(1)</script>',
    '{{7*7}}',
    '__proto__',
    'constructor',
    '1e400',
    '-0',
    'NaN',
    '9'.repeat(400),
    'あ'.repeat(10_001),
    '👨‍👩‍👧‍👦',
    '2026-02-30T25:61:00Z',
  ),
  fc.constantFrom(...ids),
)
const anything: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue(),
  hostile,
  fc.constantFrom(1e308, -1e308, 2 ** 53, 0.1, -1, [[[[[[]]]]]], { constructor: { prototype: 1 } }),
)

/** Values that mostly fit a schema. */
function fitting(schema: Schema | undefined, depth = 0): fc.Arbitrary<unknown> {
  if (!schema || depth > 4) return anything
  if (schema.$ref) return fitting(document.components.schemas[schema.$ref.split('/').at(-1) ?? ''], depth + 1)
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.enum) return fc.constantFrom(...schema.enum)
  const either = schema.anyOf ?? schema.oneOf
  if (either) return fc.oneof(...either.map(one => fitting(one, depth + 1)))
  switch (schema.type) {
    case 'object': {
      const properties = Object.entries(schema.properties ?? {}).map(
        ([name, property]) => [name, almost(property, depth + 1)] as const,
      )
      const required = schema.required ?? []
      return fc.record(Object.fromEntries(properties), { requiredKeys: [...required] })
    }
    case 'array':
      return fc.array(almost(schema.items, depth + 1), { maxLength: 4 })
    case 'string':
      return schema.format === 'date-time'
        ? fc.date({ noInvalidDate: true }).map(date => date.toISOString())
        : fc.oneof(fc.constantFrom('LINEで連絡ください', 'よろしくお願いします', 'm-1'), hostile)
    case 'integer':
      return fc.integer({ min: -1, max: 1_001 })
    case 'number':
      return fc.double({ min: -1, max: 6, noNaN: true })
    case 'boolean':
      return fc.boolean()
    default:
      return anything
  }
}
const almost = (schema: Schema | undefined, depth = 0): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 6, arbitrary: fitting(schema, depth) }, { weight: 1, arbitrary: anything })

function requestsTo({ path, method, operation }: (typeof operations)[number]): fc.Arbitrary<InjectOptions> {
  const parameters = operation.parameters ?? []
  const of = (place: string) =>
    fc.record(
      Object.fromEntries(
        parameters.filter(one => one.in === place).map(one => [one.name, almost(one.schema)]),
      ),
      place === 'path' ? {} : { requiredKeys: [] },
    )
  const [type = 'application/json', body] = Object.entries(operation.requestBody?.content ?? {})[0] ?? []
  const payload = body
    ? fc.oneof(
        { weight: 8, arbitrary: almost(body.schema).map(value => JSON.stringify(value) ?? '') },
        { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }).map(bytes => Buffer.from(bytes)) },
        {
          weight: 1,
          arbitrary: fc.constantFrom(
            '',
            'null',
            '{',
            '['.repeat(100_000),
            `{"text":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
            '{"text":"a","__proto__":{"admin":true}}',
            '{"text":"a","text":"b"}',
            '{"text":1e999}',
            '{"text":"\\ud800"}',
            '\ufeff{"text":"a"}',
          ),
        },
      )
    : fc.constant(undefined)
  return fc.record({ path: of('path'), query: of('query'), payload }).map(made => {
    const query = Object.entries(made.query).map(
      ([name, value]) => `${encodeURIComponent(name)}=${encoded(String(value))}`,
    )
    const url = path.replace(/\{(\w+)\}/g, (_, name: string) => encoded(String(made.path[name])))
    return {
      method,
      url: query.length === 0 ? url : `${url}?${query.join('&')}`,
      ...(made.payload === undefined ? {} : { payload: made.payload, headers: { 'content-type': type } }),
    }
  })
}

/** As a sender would have to: lone surrogates cannot be written in a URL. */
const encoded = (value: string): string =>
  encodeURIComponent(value.replace(/\p{Surrogate}/gu, '\ufffd')).replaceAll('..', '%2E%2E')

const validators = new Map<string, ValidateFunction>()
function problemWith(operationId: string, operation: Operation, status: number, type: string, body: string) {
  const response = operation.responses[status]
  // What is wrong with a request before it is any operation's.
  if (status === 404 || status === 405 || status === 414) return undefined
  if (!response) return `answers ${status}, which is not in the document`
  const content = response.content?.[type]
  if (body === '' && (!response.content || status === 204)) return undefined
  if (!content) return `answers ${status} as ${type}, which is not in the document`
  if (!/^application\/(?:problem\+)?json$/.test(type) || !content.schema) return undefined
  const key = `${operationId} ${status} ${type}`
  const validate = validators.get(key) ?? ajv.compile({ ...content.schema, components: document.components })
  validators.set(key, validate)
  return validate(JSON.parse(body)) ? undefined : `answers ${status} with ${ajv.errorsText(validate.errors)}`
}

describe.each(operations)('$method $path', target => {
  test('answers whatever comes as the document says', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(requestsTo(target), async request => {
        const since = performance.now()
        const reply = await service.inject(request)
        const type = String(reply.headers['content-type'] ?? '').split(';')[0] ?? ''
        expect(reply.statusCode).toBeLessThan(500)
        expect(performance.now() - since).toBeLessThan(5_000)
        expect(
          problemWith(target.operationId, target.operation, reply.statusCode, type, reply.body),
        ).toBeUndefined()
      }),
      { numRuns: target.operationId === 'reloadRuleset' ? 20 : 200, seed: 20_261_124 },
    )
  })
})

test('prototypes are as they were', () => {
  expect(({} as Record<string, unknown>).admin).toBeUndefined()
  expect(Object.keys(Object.prototype)).toEqual([])
})
