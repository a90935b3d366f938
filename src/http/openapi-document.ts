import { isDeepStrictEqual } from 'node:util'

interface Document {
  readonly paths?: Readonly<Record<string, unknown>> | undefined
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> | undefined } | undefined
}

const PREFIX = '#/components/schemas/'

/**
 * fastify-type-provider-zod (kept, although it is corrected here: it walks the routes and their zod schemas for
 * @fastify/swagger) puts every registered schema into the document twice, for replies (`X`) and for requests (`XInput`),
 * used or not. This keeps the schemas that the paths refer to, once, under their own names.
 * Throws when a request and a reply have the same name but different shapes: one of them then needs another name.
 */
export function withoutTwins<D extends Document>(document: D): D {
  const schemas = document.components?.schemas ?? {}
  const used = reachable(document.paths, schemas)
  const kept: Record<string, unknown> = {}
  for (const name of [...used].sort()) {
    const schema = renamed(schemas[name], schemas)
    const own = ownName(name, schemas)
    if (own in kept && !isDeepStrictEqual(kept[own], schema)) throw new Error(`schema ${own} has two shapes`)
    kept[own] = schema
  }
  return { ...renamed(document, schemas), components: { ...document.components, schemas: kept } }
}

export interface Illustrations {
  /** By operation id: named example bodies of requests. */
  readonly requests: Readonly<Record<string, object>>
  /** By operation id: an example of a successful response. */
  readonly responses: Readonly<Record<string, unknown>>
  /** By operation id: OpenAPI links of a successful response. */
  readonly links: Readonly<Record<string, object>>
}

/** Adds examples and links, which stand beside the schemas and so cannot come from zod. */
export function withIllustrations<D extends Document>(document: D, illustrations: Illustrations): D {
  const { requests, responses, links } = illustrations
  const paths = mapped(document.paths, (part, path) => {
    if (!isOperation(part) || path.split('/').length < 3) return part
    const id = part.operationId
    return mapped(part, (inner, at) => {
      if (!isObject(inner)) return inner
      const success = /^\/responses\/20\d$/.test(at)
      if (/^\/requestBody\/content\/[^/]+\/[^/]+$/.test(at) && id in requests)
        return { ...inner, examples: requests[id] }
      if (/^\/responses\/20\d\/content\/application\/json$/.test(at) && id in responses)
        return { ...inner, example: responses[id] }
      return success && id in links ? { ...inner, links: links[id] } : inner
    })
  })
  return { ...document, paths }
}

function isOperation(part: unknown): part is { readonly operationId: string } {
  return (
    isObject(part) && 'operationId' in part && typeof part.operationId === 'string' && 'responses' in part
  )
}

function reachable(from: unknown, schemas: Readonly<Record<string, unknown>>): ReadonlySet<string> {
  const found = new Set<string>()
  const visit = (value: unknown): void => {
    mapped(value, (part, path) => {
      if (!path.endsWith('/$ref') || typeof part !== 'string' || !part.startsWith(PREFIX)) return part
      const name = part.slice(PREFIX.length)
      if (!found.has(name)) {
        found.add(name)
        visit(schemas[name])
      }
      return part
    })
  }
  visit(from)
  return found
}

function renamed<Value>(value: Value, schemas: Readonly<Record<string, unknown>>): Value {
  return mapped(value, (part, path) =>
    path.endsWith('/$ref') && typeof part === 'string' && part.startsWith(PREFIX)
      ? PREFIX + ownName(part.slice(PREFIX.length), schemas)
      : part,
  )
}

function ownName(name: string, schemas: Readonly<Record<string, unknown>>): string {
  const own = name.replace(/Input$/, '')
  return own in schemas ? own : name
}

/** Rebuilds a JSON value from its leaves up; `path` is the JSON pointer of each part. */
function mapped<Value>(value: Value, change: (part: unknown, path: string) => unknown): Value {
  const rebuild = (part: unknown, path: string): unknown => {
    if (Array.isArray(part))
      return change(
        part.map((item, at) => rebuild(item, `${path}/${at}`)),
        path,
      )
    if (!isObject(part)) return change(part, path)
    const entries = Object.entries(part).map(([key, child]) => [key, rebuild(child, `${path}/${key}`)])
    return change(Object.fromEntries(entries), path)
  }
  return JSON.parse(JSON.stringify(rebuild(value, '') ?? null))
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
