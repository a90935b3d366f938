import type { DigitsLanguage } from '../../../ruleset/language/digits.js'
import type { IdentifiersLanguage } from '../../../ruleset/language/identifiers.js'
import { digitsOf } from '../spelt-digits.js'
import { type DigitRun, readRun } from './digit-runs.js'
import type { Find, Sighting } from './sighting.js'
import { anyOf, buildHolds } from './words.js'

type Words = IdentifiersLanguage['bank_account']

/** How far from a number its bank may be named, in UTF-16 units. */
const REACH = 70
const FAR = 40

const LETTERS = '[一-龠ぁ-んァ-ヶーa-z〇○]'

/** Accounts at banks, `bank branch kind number` as far as they are told, and those of the post. */
export function buildFindBankAccounts(language: DigitsLanguage, words: Words): Find {
  const { kinds, account, branch_endings, post, post_sign } = words
  const digits = digitsOf(language)
  const shorts = Object.values(kinds).map(short => `(${short})`)
  const mayHold = buildHolds([
    ...account,
    ...Object.keys(kinds),
    ...shorts,
    ...branch_endings,
    ...post,
    ...post_sign,
  ])
  const postal = postalPattern(words)
  const number = numberPattern(words)
  const accountAt = buildAccountAt(words)

  return ({ text }) => {
    if (!mayHold(text)) return []
    const found: Sighting[] = [...text.matchAll(postal)].map(match => {
      const { sign = match.groups?.sign2, number = match.groups?.number2 } = match.groups ?? {}
      const value = `ゆうちょ ${sign}-${number}`
      return { type: 'bank_account', value, start: match.index, end: match.index + match[0].length }
    })
    for (const match of text.matchAll(number)) {
      const run = readRun(text, match.index + match[0].length, digits, 8)
      if (run?.digits.length !== 7) continue
      const account = accountAt(text, match, run)
      if (account) found.push(account)
    }
    return found
  }
}

/** 普通 1234567 · (普)1234567 · 口座番号: 1234567 */
function numberPattern({ kinds, account, number, branch_endings }: Words): RegExp {
  const [long, short] = [anyOf(Object.keys(kinds)), anyOf(Object.values(kinds))]
  const [held, called] = [anyOf(account), anyOf(number)]
  return new RegExp(
    String.raw`(?:(?<kind>${long})(?:預金|${held})?|[(（](?<short>${short})[)）]|${held}${called}|(?<=${anyOf(branch_endings)})(?=[\s:]{0,3}\d)|番号)[\s:は、,/・()（）=→「-]{0,6}(?:${held}?${called}[\s:は、,/・=→「]{0,4})?`,
    'gu',
  )
}

/** 記号 12345 番号 1234567 · ゆうちょ 12345-1234567 */
const postalPattern = ({ post, post_sign, number }: Words): RegExp =>
  new RegExp(
    String.raw`(?:${anyOf(post_sign)}[\s:は、,・-]{0,4}(?<sign>1\d{4})[^0-9a-z。]{0,10}${anyOf(number)}[\s:は、,・-]{0,4}(?<number>\d{2,8})|${anyOf(post)}[^0-9。]{0,12}(?<sign2>1\d{4})\s?[-ー・/のとー]?\s?(?<number2>\d{6,8}))(?!\d)`,
    'gu',
  )

function buildAccountAt({ kinds, banks, bank_endings, branch_endings, before_a_name }: Words) {
  const bankName = new RegExp(`(?<name>${LETTERS}{1,14}?${anyOf(bank_endings)}|${anyOf(banks)})`, 'gu')
  const branchName = new RegExp(`(?<name>[一-龠ぁ-んァ-ヶーa-z0-9]{1,14}?${anyOf(branch_endings)})`, 'gu')
  /** Words before a name that the pattern takes for a part of it. */
  const lead = new RegExp(`^.*${anyOf(before_a_name)}(?=..)`, 'u')
  const kindOf = new Map(Object.entries(kinds).map(([kind, short]) => [short, kind]))
  const shortKind = new RegExp(`[(（]?(${anyOf(Object.values(kinds))})`, 'u')
  const [usual] = Object.keys(kinds)

  return (text: string, { index, groups }: RegExpExecArray, run: DigitRun): Sighting | undefined => {
    const from = Math.max(0, index - REACH)
    const before = text.slice(from, run.start)
    const bank = last(before, bankName, lead) ?? last(text.slice(run.end, run.end + FAR), bankName, lead)
    if (!bank) return undefined
    const branch = last(before, branchName, lead)
    const kind =
      groups?.kind ?? kindOf.get(groups?.short ?? '') ?? kindOf.get(shortKind.exec(before)?.[1] ?? '')
    const value = [bank.name, branch?.name, kind ?? usual, run.digits]
      .filter(part => part !== undefined)
      .join(' ')
    const start =
      bank.at < before.length && text.startsWith(bank.name, from + bank.at) ? from + bank.at : run.start
    return { type: 'bank_account', value, start, end: run.end }
  }
}

function last(
  text: string,
  pattern: RegExp,
  lead: RegExp,
): { readonly name: string; readonly at: number } | undefined {
  const match = [...text.matchAll(pattern)].at(-1)
  const seen = match?.groups?.name
  if (match === undefined || seen === undefined) return undefined
  const name = seen.replace(lead, '')
  return { name, at: match.index + seen.length - name.length }
}
