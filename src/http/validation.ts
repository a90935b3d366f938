import type { FastifySchemaCompiler } from 'fastify'
import type { z } from 'zod'
import { type FieldError, Problem } from './problems.js'

/** Validates a part of a request; a failure becomes a problem with a pointer to each invalid field. */
export const validatorCompiler: FastifySchemaCompiler<z.ZodType> =
  ({ schema, httpPart }) =>
  data => {
    const result = schema.safeParse(data)
    return result.success
      ? { value: result.data }
      : {
          error: invalid(httpPart === 'querystring' ? 'query string' : (httpPart ?? 'request'), result.error),
        }
  }

export function invalid(part: string, error: z.ZodError): Problem {
  const errors = error.issues.flatMap(fieldErrors)
  const count = errors.length === 1 ? 'One field' : `${errors.length} fields`
  return new Problem(
    'validation_failed',
    `${count} of the ${part} ${errors.length === 1 ? 'does' : 'do'} not fit.`,
    errors,
  )
}

function fieldErrors(issue: z.core.$ZodIssue): readonly FieldError[] {
  if (issue.code !== 'unrecognized_keys') return [{ pointer: pointer(issue.path), detail: issue.message }]
  return issue.keys.map(key => ({ pointer: pointer([...issue.path, key]), detail: 'There is no such field' }))
}

/** RFC 6901: `~` and `/` inside a key are written `~0` and `~1`; the whole document is the empty string. */
export function pointer(path: readonly PropertyKey[]): string {
  return path.map(key => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}
