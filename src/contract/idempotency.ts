import { z } from 'zod'
import { DEFAULT_KIND, DEFAULT_STAGE } from './defaults.js'
import { ID_LIMIT, type IncomingMessage } from './message.js'

/** What an answer rests on: a repeat has all of it alike. */
export type Deciding =
  | 'messageId'
  | 'text'
  | 'stage'
  | 'kind'
  | 'outsideContactApproved'
  | 'client'
  | 'history'
  | 'allow'

/** By what an answer is found again. */
export type FoundBy = 'messageId' | 'Idempotency-Key'

const QUOTED = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])+)"$/
const BARE = /^[\x21\x23-\x7e]+$/

/**
 * A string in quotation marks, as draft-ietf-httpapi-idempotency-key-header has it (a structured field: RFC 8941, 3.3.3), or
 * without them, as most clients send it. Both spell the same key.
 */
export const idempotencyKey = z
  .string()
  .refine(
    value => (QUOTED.test(value) || BARE.test(value)) && value.length <= ID_LIMIT + 2,
    `Expected 1 to ${ID_LIMIT} printable ASCII characters, best in quotation marks, such as "8e03978e-40d5-43e9-bc93-6894a57f9324"`,
  )
  .describe(
    '同じリクエストの送り直しを見分けるキー。同じキーと内容なら最初の結果を返し、内容が違えば 409 になります。',
  )
  .meta({ examples: ['"8e03978e-40d5-43e9-bc93-6894a57f9324"'] })

/** The key that a header field spells. */
export function keyOf(field: string): string {
  return QUOTED.exec(field)?.[1]?.replaceAll(/\\(["\\])/g, '$1') ?? field
}

/** No id of a platform's holds a control character, so no message id is ever taken for a key. */
const SEPARATOR = '\u001f'

/**
 * The names that a message's answer is found under again: its message id, its idempotency key, or both. A dry run has none:
 * it neither finds nor leaves anything.
 */
export function namesOf({ messageId, idempotencyKey, dryRun }: IncomingMessage): readonly string[] {
  if (dryRun) return []
  const key = idempotencyKey === undefined ? [] : [SEPARATOR + idempotencyKey]
  return messageId === undefined ? key : [messageId, ...key]
}

export function foundBy(name: string): FoundBy {
  return name.startsWith(SEPARATOR) ? 'Idempotency-Key' : 'messageId'
}

/** The key of one message of a request, or of a stream, that holds many. */
export function keyOfPart(key: string, at: number | string): string {
  return `${key}${SEPARATOR}${at}`
}

/** What decides, each as one string that is the same however it was written: fields in any order, defaults said or not. */
export function decidingParts(message: IncomingMessage): Readonly<Record<Exclude<Deciding, 'text'>, string>> {
  const { messageId, stage, kind, outsideContactApproved, client, history, allow } = message
  return {
    messageId: canonical(messageId),
    stage: stage ?? DEFAULT_STAGE,
    kind: kind ?? DEFAULT_KIND,
    outsideContactApproved: String(outsideContactApproved ?? false),
    client: canonical(client),
    history: canonical(history ?? []),
    allow: canonical({ domains: allow?.domains ?? [], phrases: allow?.phrases ?? [] }),
  }
}

/** JSON with its fields in one order. Unpaired surrogates are escaped, so no two texts come out alike. */
function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
