import { isDeepStrictEqual } from 'node:util'
import { isObject, isOperation, mapped, type OpenApiDocument, PREFIX, reachable } from './openapi-walk.js'
import { parameterExample } from './schemas/parameter-examples.js'

/**
 * fastify-type-provider-zod (kept, although it is corrected here: it walks the routes and their zod schemas for
 * @fastify/swagger) puts every registered schema into the document twice, for replies (`X`) and for requests (`XInput`),
 * used or not. This keeps the schemas that paths and webhooks refer to, once, under their own names.
 * Throws when a request and a reply have the same name but different shapes: one of them then needs another name.
 */
export function withoutTwins<D extends OpenApiDocument>(document: D): D {
  const schemas = document.components?.schemas ?? {}
  const used = reachable([document.paths, document.webhooks], schemas)
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
  /** By operation id, or that and the status where there are several: an example of a successful response. */
  readonly responses: Readonly<Record<string, unknown>>
  /** By operation id: OpenAPI links of a successful response. */
  readonly links: Readonly<Record<string, object>>
}

/** Adds examples and links, which stand beside the schemas and so cannot come from zod. */
export function withIllustrations<D extends OpenApiDocument>(document: D, illustrations: Illustrations): D {
  const { requests, responses, links } = illustrations
  const paths = mapped(document.paths, (part, path) => {
    if (!isOperation(part) || path.split('/').length < 3) return part
    const id = part.operationId
    return mapped(part, (inner, at) => {
      if (!isObject(inner)) return inner
      if (/^\/parameters\/\d+$/.test(at)) return withExample(inner, id, path)
      const success = /^\/responses\/20\d$/.test(at)
      if (/^\/requestBody\/content\/[^/]+\/[^/]+$/.test(at) && id in requests)
        return { ...inner, examples: requests[id] }
      const [, status] = /^\/responses\/(20\d)\/content\/application\/json$/.exec(at) ?? []
      const example = status && (responses[`${id} ${status}`] ?? responses[id])
      if (example !== undefined) return { ...inner, example }
      return success && id in links ? { ...inner, links: links[id] } : inner
    })
  })
  return { ...document, paths }
}

/** In the schema, where it is shown; as the parameter's own example it would be filled into every call from Swagger UI. */
function withExample(parameter: object, operationId: string, path: string): object {
  const { name, schema } = parameter as Parameters<typeof parameterExample>[2]
  const example = parameterExample(operationId, path.slice(1), { name, schema })
  return example === undefined ? parameter : { ...parameter, schema: { ...schema, examples: [example] } }
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
