/**
 * Every error of the API, in the form of RFC 9457. Thrown as `Problem`; the errors plugin alone formats them.
 */
const table = {
  validation_failed: [400, 'The request does not fit its schema'],
  malformed_json: [400, 'The body is not JSON'],
  malformed_request: [400, 'The request cannot be read'],
  sign_in_lost: [400, 'The sign-in was not begun here, or is too old'],
  sign_in_denied: [403, 'The provider let nobody sign in'],
  sign_in_unavailable: [503, 'The provider of identities does not answer'],
  unauthenticated: [401, 'A valid key is needed'],
  forbidden: [403, 'The key may not do this'],
  own_header_needed: [403, 'The request may be of another page'],
  not_permitted: [403, 'Who signed in has no place here'],
  keys_needed: [403, 'Without keys only this machine is answered'],
  not_found: [404, 'There is nothing here'],
  model_not_found: [404, 'There is no such model'],
  method_not_allowed: [405, 'The method is not allowed here'],
  request_timeout: [408, 'The request did not come in time'],
  message_conflict: [409, 'This was sent before as another message'],
  already_decided: [409, 'The screening is decided already'],
  not_decided: [409, 'The screening is not decided'],
  claimed_by_other: [409, 'Somebody else works on the screening'],
  not_flagged: [409, 'The message was not flagged'],
  appeal_repeated: [409, 'This side has objected already'],
  nothing_to_appeal: [409, 'There is nothing to object to'],
  appeal_late: [409, 'The time to object is over'],
  appeal_answered: [409, 'The appeal is answered already'],
  appeal_open: [409, 'An appeal waits for its answer'],
  decided_before: [409, 'Who decided a case does not answer its appeals'],
  not_dead: [409, 'The delivery is not dead'],
  name_taken: [409, 'The name stands for another key'],
  lists_full: [409, 'The lists are full'],
  endpoints_full: [409, 'There are as many endpoints as there may be'],
  erased: [410, 'The message was erased'],
  payload_too_large: [413, 'The body is too large'],
  uri_too_long: [414, 'The URL is too long'],
  unsupported_media_type: [415, 'The body is not in a form that is read'],
  ruleset_refused: [422, 'The dictionary cannot be used'],
  too_many_requests: [429, 'Too many requests'],
  headers_too_large: [431, 'The header fields are too large'],
  internal_error: [500, 'The service failed'],
  closing: [503, 'The service is closing'],
  overloaded: [503, 'The service has too much to do'],
  store_unavailable: [503, 'The store does not answer'],
} as const satisfies Readonly<Record<string, readonly [status: number, title: string]>>

export type ProblemCode = keyof typeof table

/** An invalid value, by its JSON pointer (RFC 6901): `/client/rating`. In a query string the pointer names a parameter. */
export interface FieldError {
  readonly pointer: string
  readonly detail: string
}

export interface ProblemDetails {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly errors?: readonly FieldError[]
  readonly requestId: string
}

/** `detail` is one sentence about this occurrence; it never repeats what the caller sent. */
export class Problem extends Error {
  override readonly name = 'Problem'
  readonly statusCode: number
  constructor(
    readonly code: ProblemCode,
    readonly detail: string,
    readonly errors?: readonly FieldError[],
  ) {
    super(detail)
    this.statusCode = table[code][0]
  }
}

export function problemDetails({ code, detail, errors }: Problem, requestId: string): ProblemDetails {
  const [status, title] = table[code]
  return { type: `urn:sekisho:problem:${code}`, title, status, detail, ...(errors && { errors }), requestId }
}

export function isProblemCode(code: string): code is ProblemCode {
  return Object.hasOwn(table, code)
}
