import type { AmountsLanguage } from '../../../ruleset/language/amounts.js'
import { everywhere, patternIn } from '../../../ruleset/language/named-pattern.js'
import type { Quantities, Quantity } from './numbers.js'

/** Amounts of yen and lengths of texts, in every way in which a job post writes them. Offsets in the normalised text. */
export interface WritingQuantities {
  readonly yenAmounts: (text: string) => Quantity[]
  readonly textLengths: (text: string) => Quantity[]
}

export function buildWritingQuantities(
  { patterns, tenths, sheet }: AmountsLanguage,
  quantities: Quantities,
): WritingQuantities {
  const pattern = patternIn(patterns)
  const yen = everywhere(pattern('yen'))
  const sen = everywhere(pattern('sen'))
  const yenSign = everywhere(pattern('yen_sign'))
  const budget = everywhere(pattern('budget'))
  const secondFraction = everywhere(pattern('second_fraction'))
  const namedFraction = pattern('named_fraction')
  const decimalComma = everywhere(pattern('decimal_comma'))
  const writtenTenths = everywhere(pattern('tenths'))
  const spokenTenths = everywhere(pattern('spoken_tenths'))
  const characters = everywhere(pattern('characters'))
  const sheets = everywhere(pattern('sheets'))
  const labelledLength = everywhere(pattern('labelled_length'))
  const tenthOf = new Map(tenths.flatMap((words, i) => words.map(word => [word, (i + 1) / 10] as const)))

  return {
    yenAmounts: text =>
      distinct([
        ...[...text.matchAll(writtenTenths), ...text.matchAll(spokenTenths)].map(match =>
          exactly(match, tenthOf.get(match[1] ?? '') ?? Number(match[1]) / 10),
        ),
        // 「1文字40銭」: a hundredth of a yen each.
        ...quantities(text, sen).map(amount => scaled(amount, amount.low / 100, amount.high / 100)),
        // 「0,5円」: a comma for the point.
        ...[...text.matchAll(decimalComma)].map(match => exactly(match, Number(`0.${match[1]}`))),
        ...quantities(text, yen),
        ...quantities(text, yenSign),
        // 「予算6万」「100記事で6万」: the yen goes without saying.
        ...quantities(text, budget).filter(({ high }) => high >= 1_000 && high % 1_000 === 0),
        // 「0.1円スタート、実績で0.3まで」: a second fraction beside one that is named in yen.
        ...(namedFraction.test(text) ? quantities(text, secondFraction) : []),
      ]),
    textLengths: text =>
      distinct([
        ...quantities(text, characters),
        ...quantities(text, sheets).map(count => scaled(count, count.low * sheet, count.high * sheet)),
        ...quantities(text, labelledLength),
      ]),
  }
}

const exactly = (match: RegExpExecArray, value: number): Quantity => ({
  low: value,
  high: value,
  start: match.index,
  end: match.index + match[0].length,
})

const scaled = (quantity: Quantity, low: number, high: number): Quantity => ({ ...quantity, low, high })

/** In the order of the text; what overlaps an earlier find is the same number read twice. */
function distinct(found: readonly Quantity[]): Quantity[] {
  const kept: Quantity[] = []
  for (const quantity of found) {
    if (!kept.some(other => quantity.start < other.end && other.start < quantity.end)) kept.push(quantity)
  }
  return kept.sort((a, b) => a.start - b.start)
}
