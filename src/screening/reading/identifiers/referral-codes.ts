import { type Find, type Sighting, spanOfGroup } from './sighting.js'

const LABEL = String.raw`(?:(?:紹介|招待|友達|友だち|お友達|アフィリエイト|リファラル|インビテーション|インバイト)(?:者|用|の)?\s?(?:コード|こーど|id|番号|ナンバー|キー)|(?<![a-z])(?:referral|invit(?:e|ation)|ref|affiliate)\s?(?:code|id))`
const CODE = new RegExp(
  String.raw`${LABEL}(?:\s{0,3}(?:は|に|:|=|→|⇒|>|「|『|【|\[|\(|"|、|,|▶|↓|欄に|で|の){1,3}\s{0,3}|\s{1,3})(?<code>(?:[a-z0-9][\s]){3,15}[a-z0-9](?![a-z0-9])|[a-z0-9][a-z0-9_-]{2,19})(?![a-z0-9@.:/]|\s?(?:円|%|人|名|件|個|ポイント|pt|回|文字|桁|つ))`,
  'dgu',
)

const WORDS =
  /^(?:https?|www|url|id|line|qr|code|app|web|pdf|email|mail|ios|android|amazon|google|paypay|none|free)$/u

const HINTS = [
  'コード',
  'こーど',
  '紹介',
  '招待',
  '友達',
  '友だち',
  'code',
  'invit',
  'リファラル',
  'アフィリ',
  'affiliate',
]

/** Codes that say who brought a new member. */
export const findReferralCodes: Find = ({ text }) => {
  if (!HINTS.some(hint => text.includes(hint))) return []
  return [...text.matchAll(CODE)].flatMap((match): Sighting[] => {
    const place = spanOfGroup(match, 'code')
    const code = (match.groups?.code ?? '').replace(/\s/gu, '')
    if (!place || WORDS.test(code) || (!/\d/u.test(code) && code.length < 5)) return []
    return [{ type: 'referral_code', value: code.toUpperCase(), ...place }]
  })
}
