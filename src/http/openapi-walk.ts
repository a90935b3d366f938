/** Walks an OpenAPI document as the JSON value that it is. */

export const PREFIX = '#/components/schemas/'

/** What is looked at of an OpenAPI document. */
export interface OpenApiDocument {
  readonly paths?: Readonly<Record<string, unknown>> | undefined
  readonly webhooks?: object | undefined
  readonly components?: { readonly schemas?: Readonly<Record<string, unknown>> | undefined } | undefined
}

/** Rebuilds a JSON value from its leaves up; `path` is the JSON pointer of each part. */
export function mapped<Value>(value: Value, change: (part: unknown, path: string) => unknown): Value {
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

export function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

export function isOperation(part: unknown): part is { readonly operationId: string } {
  return (
    isObject(part) && 'operationId' in part && typeof part.operationId === 'string' && 'responses' in part
  )
}

/** The names of the schemas that a part of a document refers to, directly or by others. */
export function reachable(from: unknown, schemas: Readonly<Record<string, unknown>>): ReadonlySet<string> {
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
