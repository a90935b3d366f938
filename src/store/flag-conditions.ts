import type { Expression, ExpressionBuilder, SqlBool } from 'kysely'
import type { ScreeningFilter } from './screening.js'
import type { Tables } from './tables.js'

/** Whether a filter asks for a flag of its own, and not only for a case. */
export function asksForHits({ category, rule }: ScreeningFilter): boolean {
  return category !== undefined || rule !== undefined
}

/** What one flag of a case has to be. */
export function ofOneFlag(
  eb: ExpressionBuilder<Tables & { readonly hit: Tables['screening_hits'] }, 'hit'>,
  { category, rule, minConfidence }: ScreeningFilter,
): Expression<SqlBool>[] {
  return [
    // What a shadow rule or a moderator found did not flag it: a shadow rule is asked for by its name.
    ...(rule === undefined ? [eb('hit.source', '=', 'rule')] : []),
    ...given(category, value => eb('hit.category', '=', value)),
    ...given(rule, value => eb('hit.rule', '=', value)),
    ...given(minConfidence, value => eb('hit.confidence', '>=', value)),
  ]
}

/** A condition where there is something to hold it against. */
export function given<Value>(
  value: Value | undefined,
  condition: (value: Value) => Expression<SqlBool>,
): Expression<SqlBool>[] {
  return value === undefined ? [] : [condition(value)]
}
