import type { ErrorForm } from './plugins/errors.js'
import type { Problem } from './problems.js'

/** A problem as OpenAI's clients read errors. The status is the same; what has no word there keeps ours as its code. */
export const openaiError: ErrorForm = problem => {
  const { code, detail, errors = [] } = problem
  const [first] = errors
  const fields = errors.map(error => `${paramOf(error.pointer)}: ${error.detail}`)
  const isSaid = errors.length === 1 && first?.detail === detail
  return {
    type: 'application/json; charset=utf-8',
    body: {
      error: {
        message: [detail, ...(isSaid ? [] : fields)].join(' '),
        type: typeOf(problem),
        param: first === undefined ? null : paramOf(first.pointer),
        code: CODES[code] ?? code,
      },
    },
  }
}

const CODES: Readonly<Partial<Record<Problem['code'], string>>> = {
  unauthenticated: 'invalid_api_key',
  too_many_requests: 'rate_limit_exceeded',
}

function typeOf({ statusCode }: Problem): 'invalid_request_error' | 'requests' | 'server_error' {
  if (statusCode === 429) return 'requests'
  return statusCode < 500 ? 'invalid_request_error' : 'server_error'
}

/** `/input/0/text` as `input[0].text`. */
function paramOf(pointer: string): string {
  return pointer
    .slice(1)
    .split('/')
    .map((part, at) => (/^\d+$/.test(part) ? `[${part}]` : at === 0 ? part : `.${part}`))
    .join('')
    .replaceAll('~1', '/')
    .replaceAll('~0', '~')
}
