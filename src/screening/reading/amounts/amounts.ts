import type { AmountsLanguage } from '../../../ruleset/language/amounts.js'
import type { Segments } from '../../text/segment.js'
import type { Found } from '../lexicon.js'
import { buildFindIncome } from './income.js'
import { buildParseNumber, buildQuantities } from './numbers.js'
import { buildFindRewardCuts } from './reward-cut.js'
import { buildFindLowUnitPrices } from './unit-price.js'

/** Low prices for writing, high pay, and pay that is cut. */
export type FindAmounts = (text: string, segments: Segments) => Found[]

/** By the numbers and patterns of `dict/language/amounts.yaml`, compiled once. */
export function buildFindAmounts(language: AmountsLanguage): FindAmounts {
  const parseNumber = buildParseNumber(language)
  const quantities = buildQuantities(parseNumber)
  const findLowUnitPrices = buildFindLowUnitPrices(language, quantities)
  const findIncome = buildFindIncome(language, parseNumber, quantities)
  const findRewardCuts = buildFindRewardCuts(language, parseNumber)
  return (text, segments) => [
    ...findLowUnitPrices(text, segments),
    ...findIncome(text),
    ...findRewardCuts(text),
  ]
}
