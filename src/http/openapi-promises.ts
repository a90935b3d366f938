import { isObject, isOperation, mapped, type OpenApiDocument, PREFIX, reachable } from './openapi-walk.js'

/**
 * Leaves what is answered open: fields may be added to it (docs/versions.md), so a client that validates must not refuse
 * them. What is only sent stays closed, as the service refuses fields that it does not know.
 */
export function withOpenAnswers<D extends OpenApiDocument>(document: D): D {
  const answers: unknown[] = [document.webhooks]
  mapped(document.paths, (part, path) => {
    if (/\/responses$/.test(path)) answers.push(part)
    return part
  })
  const answered = reachable(answers, document.components?.schemas ?? {})
  return mapped(document, (part, path) => {
    if (!isObject(part) || !('additionalProperties' in part) || part.additionalProperties !== false)
      return part
    const [, name = ''] = /^\/components\/schemas\/([^/]+)/.exec(path) ?? []
    const isAnswer = answered.has(name) || /^\/webhooks\/|^\/paths\/.*\/responses\//.test(path)
    if (!isAnswer) return part
    const { additionalProperties: _, ...open } = part
    return open
  })
}

/**
 * Says defaults of bodies in words. As a keyword `default` makes generators require the field (openapi-typescript) or send
 * it (others), and the service fills it in anyway.
 */
export function withDefaultsInWords<D extends object>(document: D): D {
  return mapped(document, (part, path) => {
    const isBody = path.startsWith('/components/schemas/') || path.includes('/requestBody/')
    if (!isBody || !isObject(part) || !('default' in part)) return part
    const { default: value, description, ...rest } = part as { default: unknown; description?: string }
    const said = Array.isArray(value) && value.length === 0 ? '空' : `\`${JSON.stringify(value)}\``
    return { ...rest, description: [description, `省略時：${said}`].filter(Boolean).join(' ') }
  })
}

/** Names the property that tells apart what a union is made of, where each part is a schema of its own with a fixed value. */
export function withDiscriminators<D extends OpenApiDocument>(document: D): D {
  const schemas = document.components?.schemas ?? {}
  return mapped(document, part => {
    if (!isObject(part) || !('oneOf' in part) || !Array.isArray(part.oneOf)) return part
    const names = part.oneOf.map(one => (isObject(one) && '$ref' in one ? String(one.$ref) : ''))
    if (names.some(name => !name.startsWith(PREFIX))) return part
    const fixed = names.map(name => fixedValues(schemas[name.slice(PREFIX.length)]))
    const propertyName = Object.keys(fixed[0] ?? {}).find(key => fixed.every(values => key in values))
    if (propertyName === undefined) return part
    const mapping = Object.fromEntries(names.map((name, at) => [fixed[at]?.[propertyName], name]))
    return { ...part, discriminator: { propertyName, mapping } }
  })
}

function fixedValues(schema: unknown): Readonly<Record<string, string>> {
  if (!isObject(schema) || !('properties' in schema) || !isObject(schema.properties)) return {}
  return Object.fromEntries(
    Object.entries(schema.properties).flatMap(([key, property]) =>
      isObject(property) && 'const' in property ? [[key, String(property.const)]] : [],
    ),
  )
}

const HEADERS = {
  RequestId: [
    'string',
    'この要求の ID。ログと問題の文書にも出ます。',
    '3f0c8f5e-6d0b-4c55-9a43-0f6a4b7c2d11',
  ],
  RetryAfter: ['integer', 'この秒数のあとに送り直してください。', 2],
  RateLimitLimit: ['integer', '1 分あたりの上限（RATE_LIMIT_MAX を決めたときだけ）', 6_000],
  RateLimitRemaining: ['integer', 'この 1 分の残り（RATE_LIMIT_MAX を決めたときだけ）', 5_990],
  RateLimitReset: ['integer', '残りが戻るまでの秒数（RATE_LIMIT_MAX を決めたときだけ）', 42],
  WwwAuthenticate: ['string', '求める認証の方式', 'Bearer'],
  IdempotentReplayed: ['string', '前に答えた結果を返したときだけ `true`', 'true'],
} as const

const to = (name: keyof typeof HEADERS) => ({ $ref: `#/components/headers/${name}` })

/** Says the header fields of answers. */
export function withHeaders<D extends OpenApiDocument>(document: D): D {
  const paths = mapped(document.paths, part => {
    if (!isOperation(part)) return part
    const { responses } = part as typeof part & {
      readonly responses: Readonly<Record<string, object>>
    }
    const isLimited = '429' in responses
    const isReplayable = part.operationId === 'screen'
    const described = Object.entries(responses).map(([status, response]) => {
      const headers = {
        'X-Request-Id': to('RequestId'),
        ...(isLimited && {
          'RateLimit-Limit': to('RateLimitLimit'),
          'RateLimit-Remaining': to('RateLimitRemaining'),
          'RateLimit-Reset': to('RateLimitReset'),
        }),
        ...(['429', '503'].includes(status) && { 'Retry-After': to('RetryAfter') }),
        ...(status === '401' && { 'WWW-Authenticate': to('WwwAuthenticate') }),
        ...(status === '200' && isReplayable && { 'Idempotent-Replayed': to('IdempotentReplayed') }),
      }
      return [status, { ...response, headers }]
    })
    return { ...part, responses: Object.fromEntries(described) }
  })
  const headers = Object.fromEntries(
    Object.entries(HEADERS).map(([name, [type, description, example]]) => [
      name,
      { description, schema: { type }, example },
    ]),
  )
  return { ...document, paths, components: { ...document.components, headers } }
}
