import { RegExpParser, visitRegExpAST } from '@eslint-community/regexpp'
import { z } from 'zod'

/** A regular expression of the dictionary: one that compiles, and that no text makes slow. */
export const pattern = z
  .string()
  .min(1)
  .superRefine((source, context) => {
    const fault = faultOf(source)
    if (fault !== undefined) context.addIssue({ code: 'custom', message: fault })
  })

/** What is wrong with an expression, or undefined. */
export function faultOf(source: string): string | undefined {
  try {
    new RegExp(source, 'u')
  } catch (error) {
    return `not a regular expression: ${error instanceof Error ? error.message : String(error)}`
  }
  const endless = endlessQuantifier(source)
  return endless === undefined
    ? undefined
    : `${endless} has no upper bound: write {0,n}, so that no text makes it slow`
}

/**
 * The first quantifier without an upper bound. Without any, a pattern looks at a bounded stretch behind each place, so its
 * cost is linear in the text whatever the text is.
 */
function endlessQuantifier(source: string): string | undefined {
  let found: string | undefined
  visitRegExpAST(
    new RegExpParser({ ecmaVersion: 2024 }).parsePattern(source, 0, source.length, { unicode: true }),
    {
      onQuantifierEnter: ({ max, raw }) => {
        if (max === Number.POSITIVE_INFINITY) found ??= raw
      },
    },
  )
  return found
}
