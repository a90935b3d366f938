import type { DigitsLanguage } from '../../../ruleset/language/digits.js'
import { digitsOf } from '../spelt-digits.js'
import { readRun } from './digit-runs.js'
import type { Find, Sighting } from './sighting.js'

/** 普通 1234567 · (普)1234567 · 口座番号: 1234567 */
const NUMBER =
  /(?:(?<kind>普通|当座|貯蓄)(?:預金|口座)?|[(（](?<short>普|当|貯)[)）]|口座(?:番号|no\.?|ナンバー)|(?<=支店)(?=[\s:]{0,3}\d)|番号)[\s:は、,/・()（）=→「-]{0,6}(?:(?:口座)?(?:番号|no\.?)[\s:は、,/・=→「]{0,4})?/gu
const BANK =
  /(?<bank>[一-龠ぁ-んァ-ヶーa-z〇○]{1,14}?(?:銀行|信用金庫|信金|信用組合|信組|労働金庫|労金|農業協同組合|農協)|ゆうちょ|みずほ|三菱ufj|三井住友|りそな|楽天|paypay|住信sbi(?:ネット)?|gmoあおぞら(?:ネット)?|auじぶん|ソニー|セブン)/gu
const BRANCH = /(?<branch>[一-龠ぁ-んァ-ヶーa-z0-9]{1,14}?(?:支店|本店|出張所|営業部))/gu
/** Words before a name that the pattern takes for a part of it. */
const LEAD = /^.*(?:振込先は?|口座は|先は|銀行名は?|支店名は?|の|は|を|で|に|へ|、)(?=..)/u
const KINDS: Readonly<Record<string, string>> = { 普: '普通', 当: '当座', 貯: '貯蓄' }

/** 記号 12345 番号 1234567 · ゆうちょ 12345-1234567 */
const POST =
  /(?:記号[\s:は、,・-]{0,4}(?<sign>1\d{4})[^0-9a-z。]{0,10}番号[\s:は、,・-]{0,4}(?<number>\d{2,8})|ゆうちょ(?:銀行)?[^0-9。]{0,12}(?<sign2>1\d{4})\s?[-ー・/のとー]?\s?(?<number2>\d{6,8}))(?!\d)/gu

const HINTS = ['口座', '普通', '当座', '貯蓄', '(普)', '支店', 'ゆうちょ', '記号']

/** How far from a number its bank may be named, in UTF-16 units. */
const REACH = 70
const FAR = 40

/** Accounts at banks, `bank branch kind number` as far as they are told, and those of the post. */
export function buildFindBankAccounts(language: DigitsLanguage): Find {
  const digits = digitsOf(language)
  return ({ text }) => {
    if (!HINTS.some(hint => text.includes(hint))) return []
    const found: Sighting[] = [...text.matchAll(POST)].map(match => {
      const { sign = match.groups?.sign2, number = match.groups?.number2 } = match.groups ?? {}
      const value = `ゆうちょ ${sign}-${number}`
      return { type: 'bank_account', value, start: match.index, end: match.index + match[0].length }
    })
    for (const match of text.matchAll(NUMBER)) {
      const run = readRun(text, match.index + match[0].length, digits, 8)
      if (run?.digits.length !== 7) continue
      const account = accountAt(text, match, run)
      if (account) found.push(account)
    }
    return found
  }
}

function accountAt(
  text: string,
  { index, groups }: RegExpExecArray,
  run: { readonly digits: string; readonly start: number; readonly end: number },
): Sighting | undefined {
  const from = Math.max(0, index - REACH)
  const before = text.slice(from, run.start)
  const bank = last(before, BANK, 'bank') ?? last(text.slice(run.end, run.end + FAR), BANK, 'bank')
  if (!bank) return undefined
  const branch = last(before, BRANCH, 'branch')
  const kind =
    groups?.kind ?? KINDS[groups?.short ?? ''] ?? KINDS[/[(（]?(普|当|貯)/u.exec(before)?.[1] ?? '']
  const value = [bank.name, branch?.name, kind ?? '普通', run.digits]
    .filter(part => part !== undefined)
    .join(' ')
  const start =
    bank.at < before.length && text.startsWith(bank.name, from + bank.at) ? from + bank.at : run.start
  return { type: 'bank_account', value, start, end: run.end }
}

function last(
  text: string,
  pattern: RegExp,
  group: string,
): { readonly name: string; readonly at: number } | undefined {
  const match = [...text.matchAll(pattern)].at(-1)
  const seen = match?.groups?.[group]
  if (match === undefined || seen === undefined) return undefined
  const name = seen.replace(LEAD, '')
  return { name, at: match.index + seen.length - name.length }
}
