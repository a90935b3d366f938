import { z } from 'zod'
import { languageExamples } from './examples.js'
import { compilePatterns, namedPattern, type Patterns, partsSchema } from './named-pattern.js'

/** The shape of `dict/language/amounts.yaml`. */

/** What each is for stands in the file. */
const PATTERNS = [
  'yen',
  'sen',
  'yen_sign',
  'budget',
  'second_fraction',
  'named_fraction',
  'decimal_comma',
  'tenths',
  'spoken_tenths',
  'characters',
  'sheets',
  'labelled_length',
  'articles',
  'times_articles',
  'articles_times',
  'articles_covered',
  'articles_for',
  'price_of_one',
  'price_for_each',
  'lot',
  'each_length',
  'priced_by_length',
  'monthly',
  'per_month',
  'labelled_count',
  'days',
  'weeks',
  'other_pay',
  'price_of_a_thing',
  'from_about',
  'other_length',
  'sheet_size',
  'length_to_read',
  'not_writing',
  'writing',
  'not_offered',
  'total',
  'priced_at_once',
  'per_character',
  'price_label',
  'one_character',
  'character_price',
  'several_characters',
  'slash_character',
  'plus',
  'writing_price',
  'other_unit',
  'per_day',
  'per_week',
  'income',
  'income_per_year',
  'income_per_month',
  'income_per_week',
  'income_per_day',
  'income_per_hour',
  'minutes',
  'change',
  'may_hold_price',
  'may_hold_length',
  'may_hold_income',
  'may_hold_change',
] as const

const yen = z.number().positive()
const level = z.strictObject({ high: yen, extreme: yen })
const unit = z.number().nonnegative()
/** Values of single characters. */
const values = z.record(z.string().min(1), unit).transform(table => new Map(Object.entries(table)))

const tables = {
  digits: values,
  small_units: values,
  large_units: values,
  /** Words for one to nine tenths. */
  tenths: z.array(z.array(z.string().min(1)).min(1)).length(9),
  low_unit_price: yen,
  no_price: yen,
  sheet: yen,
  income: z.strictObject({ year: level, month: level, week: level, day: level, hour: level }),
  examples: languageExamples,
}
type Tables = z.infer<z.ZodObject<typeof tables>>

export interface AmountsLanguage extends Tables {
  readonly patterns: Patterns<(typeof PATTERNS)[number]>
}
export type Period = keyof Tables['income']

export const amountsSchema = z
  .strictObject({
    ...tables,
    parts: partsSchema,
    patterns: z.record(z.enum(PATTERNS), namedPattern),
  })
  .transform(({ parts, patterns, ...rest }, context): AmountsLanguage => {
    const tenth = rest.tenths.flat().join('|')
    return { ...rest, patterns: compilePatterns(patterns, { ...parts, tenth }, ['patterns'], context) }
  })
