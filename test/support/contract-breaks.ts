import { isDeepStrictEqual } from 'node:util'

type Json = Readonly<Record<string, unknown>>
interface Side {
  readonly document: Json
  readonly schema: unknown
}

/**
 * What breaks a client of the document before (docs/versions.md). Own code, because of the libraries tried api-smart-diff
 * calls a newly required field harmless and takes ten seconds, and Optic's does not load.
 */
export function breaksOf(before: Json, now: Json): readonly string[] {
  const found: string[] = []
  const report = (at: string, what: string) => void found.push(`${at}: ${what}`)

  for (const [path, methods] of entries(before.paths))
    for (const [method, operation] of entries(methods)) {
      const at = `${method.toUpperCase()} ${path}`
      const other = get(now, 'paths', path, method)
      if (other === undefined) report(at, 'is gone')
      else compareOperation(at, operation, other)
    }
  for (const type of Object.keys(object(before.webhooks)))
    if (get(now, 'webhooks', type) === undefined) report(`webhook ${type}`, 'is gone')
    else
      compare(
        `webhook ${type}`,
        bodyOf(get(before, 'webhooks', type, 'post')),
        bodyOf(get(now, 'webhooks', type, 'post')),
        'answer',
      )
  return found

  function compareOperation(at: string, old: unknown, other: unknown): void {
    const named = (operation: unknown) =>
      new Map(list(get(operation, 'parameters')).map(one => [`${get(one, 'in')} ${get(one, 'name')}`, one]))
    const [were, are] = [named(old), named(other)]
    for (const [name, parameter] of were) {
      if (!are.has(name)) report(at, `parameter ${name} is gone`)
      else compare(`${at} ${name}`, get(parameter, 'schema'), get(are.get(name), 'schema'), 'request')
    }
    for (const [name, parameter] of are)
      if (get(parameter, 'required') === true && get(were.get(name), 'required') !== true)
        report(at, `parameter ${name} is required now`)
    compare(`${at} body`, bodyOf(old), bodyOf(other), 'request')
    for (const [status, response] of entries(get(old, 'responses'))) {
      const same = get(other, 'responses', status)
      if (same === undefined) report(at, `status ${status} is gone`)
      for (const [type, { schema }] of entries(get(response, 'content')).map(
        ([name, value]) => [name, object(value)] as const,
      ))
        compare(`${at} ${status}`, schema, get(same, 'content', type, 'schema'), 'answer')
    }
  }

  function compare(
    at: string,
    old: unknown,
    other: unknown,
    way: 'request' | 'answer',
    seen: readonly string[] = [],
  ): void {
    if (old === undefined) return
    if (other === undefined) {
      report(at, 'is gone')
      return
    }
    const reference = get(old, '$ref')
    if (typeof reference === 'string' && seen.includes(reference)) return
    const path = typeof reference === 'string' ? [...seen, reference] : seen
    const [a, b] = [resolved({ document: before, schema: old }), resolved({ document: now, schema: other })]
    for (const key of ['type', 'const', 'format'])
      if (a[key] !== undefined && !isDeepStrictEqual(a[key], b[key]))
        report(at, `${key} was ${JSON.stringify(a[key])}`)
    // An answer may get more values, a request may not lose any.
    const lost =
      way === 'request' ? list(a.enum).filter(value => b.enum && !list(b.enum).includes(value)) : []
    if (lost.length > 0 || (way === 'request' && !a.enum && b.enum))
      report(at, `does not take ${lost.join(', ') || 'every value'} any more`)
    for (const [limit, sign] of [
      ['maxLength', 1],
      ['maxItems', 1],
      ['maximum', 1],
      ['minLength', -1],
      ['minItems', -1],
      ['minimum', -1],
    ] as const)
      if (
        way === 'request' &&
        typeof b[limit] === 'number' &&
        (a[limit] === undefined || sign * (Number(a[limit]) - b[limit]) > 0)
      )
        report(at, `${limit} is narrower`)
    const [needed, needs] = [list(a.required), list(b.required)]
    const changed =
      way === 'request'
        ? needs.filter(name => !needed.includes(name))
        : needed.filter(name => !needs.includes(name))
    for (const name of changed)
      report(at, `${String(name)} is ${way === 'request' ? 'required now' : 'not always answered any more'}`)
    for (const [name, property] of entries(a.properties))
      compare(`${at}.${name}`, property, get(b, 'properties', name), way, path)
    if (a.items) compare(`${at}[]`, a.items, b.items, way, path)
    for (const union of ['anyOf', 'oneOf'])
      for (const [index, part] of list(a[union]).entries())
        compare(`${at} ${union} ${index}`, part, list(b[union])[index], way, path)
  }
}

const object = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {})
const entries = (value: unknown) => Object.entries(object(value))
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])
const get = (value: unknown, ...keys: readonly string[]): unknown =>
  keys.reduce<unknown>((part, key) => object(part)[key], value)
const bodyOf = (operation: unknown) =>
  object(entries(get(operation, 'requestBody', 'content'))[0]?.[1]).schema

function resolved({ document, schema }: Side): Json {
  const reference = get(schema, '$ref')
  return typeof reference === 'string'
    ? object(get(document, ...reference.slice(2).split('/')))
    : object(schema)
}
