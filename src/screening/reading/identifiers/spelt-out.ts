import { type Change, type MappedText, rewrite } from '../../text/mapped-text.js'

/**
 * Addresses whose signs are written as words or replaced by ornaments: 「abcアットマークgmailドットコム」「abc★gmail.com」
 * 「hxxps://」. Each row is written anew where what stands around it is a piece of an address, so that 「ドット柄」 and 「★お願い」
 * stay what they are.
 */

const HOST =
  '(?:[a-z0-9]|ジーメール|じーめーる|ヤフー|やふー|アイクラウド|あいくらうど|アウトルック|ホットメール|ドコモ|ソフトバンク)'
const MAIL_HOST = String.raw`(?:gmail|googlemail|yahoo|icloud|outlook|hotmail|docomo|ezweb|softbank|i\.softbank|proton(?:mail)?|ジーメール|じーめーる|ヤフー|アイクラウド)`
const DOTTED = String.raw`\s{0,3}(?:\.|ドット|どっと|点|[(\[<【]dot[)\]>】])`

/** Bounded, so that a long text without an address costs one pass. */
const rows: readonly (readonly [RegExp, string])[] = [
  [/(?<=[a-z0-9_.+-])\s{0,3}(?:アットマーク|あっとまーく|アット|あっと)、?\s{0,3}(?=HOST)/u, '@'],
  [
    /(?<=[a-z0-9_.+-])\s{0,3}[([<【{〔]\s?(?:at|a|アットマーク|アット|あっと|@)\s?[)\]>】}〕]\s{0,3}(?=HOST)/u,
    '@',
  ],
  [/(?<=[a-z0-9_.+-])\s{0,3}(?:\bat\b|[☆★●○◎■□◆◇△▲※#*→])\s{0,3}(?=MAIL_HOSTDOTTED)/u, '@'],
  [/(?<=[a-z0-9_.+-])\s{1,3}@\s{0,3}(?=MAIL_HOSTDOTTED)/u, '@'],
  [/(?<=[a-z0-9_.+-])@\s{1,3}(?=MAIL_HOSTDOTTED)/u, '@'],
  [
    /(?<=[a-z0-9]|メール|めーる|ヤフー|やふー|クラウド|ドコモ|バンク)\s{0,3}(?:ドット|どっと|[([<【]dot[)\]>】]|\bdot\b|。|点)\s{0,3}(?=TLD)/u,
    '.',
  ],
  [/(?<=[a-z0-9])(?:ドット|どっと)(?=[a-z0-9])/u, '.'],
  [/(?<=@\s{0,3}[a-z0-9-]{1,30})(?:\s{1,3}\.\s{0,3}|\.\s{1,3})(?=TLD)/u, '.'],
  [/(?<=(?:\.|ドット|どっと)\s{0,3})(?:コム|こむ)/u, 'com'],
  [/(?<=(?:\.|ドット|どっと)\s{0,3})(?:ジェーピー|ジェイピー|じぇーぴー|じぇいぴー)/u, 'jp'],
  [
    /(?<=(?:\.|ドット|どっと)\s{0,3})(?:シーオー|しーおー)(?:\.|ドット|どっと)?(?:ジェーピー|ジェイピー|じぇーぴー|jp)/u,
    'co.jp',
  ],
  [/(?<=(?:\.|ドット|どっと)\s{0,3})(?:ネット|ねっと)/u, 'net'],
  [/(?<=AT\s{0,3})(?:ジーメール|じーめーる|gメール)/u, 'gmail'],
  [/(?<=AT\s{0,3})(?:ヤフー|やふー)/u, 'yahoo'],
  [/(?<=AT\s{0,3})(?:アイクラウド|あいくらうど)/u, 'icloud'],
  [/(?<=[a-z0-9])(?:アンダーバー|アンダースコア|アンダーライン|あんだーばー)(?=[a-z0-9])/u, '_'],
  [/(?<=[a-z0-9])(?:ハイフン|はいふん)(?=[a-z0-9])/u, '-'],
  [/(?<=[a-z0-9])(?:スラッシュ|すらっしゅ)(?=[a-z0-9])/u, '/'],
  [/\bh(?:xx|tt|\*\*)ps?\s?(?::|コロン)\s?(?:\/|スラッシュ)\s?(?:\/|スラッシュ)\s?(?=[a-z0-9])/u, 'https://'],
]

const TLD = String.raw`(?:com|co\b|jp|net|ne\b|org|info|me|コム|こむ|ジェーピー|ジェイピー|じぇーぴー|じぇいぴー|シーオー|しーおー|ネット|ねっと)`
const AT = String.raw`(?:@|アットマーク|あっとまーく|アット|あっと|at[)\]>】])`

const changes = new RegExp(
  rows
    .map(([{ source }], i) => {
      const whole = source
        .replaceAll('MAIL_HOST', MAIL_HOST)
        .replaceAll('HOST', HOST)
        .replaceAll('DOTTED', DOTTED)
        .replaceAll('TLD', TLD)
        .replaceAll('AT', AT)
      return `(?<r${i}>${whole})`
    })
    .join('|'),
  'gu',
)

/**
 * Where some row may apply: a letter of a name, and the beginning of what is written for a sign. It begins with what Japanese
 * text has little of, so that most of a text costs nothing.
 */
const MAY_HOLD =
  /[a-z0-9_.+-]\s{0,3}(?:[アあ][ッっンん]|[ドど][ッっ]|ハイ|はい|スラ|すら|[([<【{〔]\s?[ad@アあド]|[☆★●○◎■□◆◇△▲※#*→]\s{0,3}[gyiohdspeジじヤア]|[。点]\s{0,3}[cjnoコこジシネ])|[a-z0-9_]\s(?:at|dot|@|\.)|[a-z0-9_]@\s|[a-z0-9]\.\s{1,3}[cjnoi]|h(?:xx|\*\*)p|https?\s?:(?:\s|\/\s|\/\/\s|コロン|スラ)/u

/** The sign 🆔 is read as the word, which must not melt into the name behind it. */
export function undoSpeltOut(mapped: MappedText, original: string): MappedText {
  return undoWords(original.includes('🆔') ? partSigns(mapped, original) : mapped)
}

function partSigns(mapped: MappedText, original: string): MappedText {
  const signs = [...mapped.text.matchAll(/id/gu)].filter(({ index }) =>
    original.startsWith('🆔', mapped.starts[index]),
  )
  return rewrite(
    mapped,
    signs.map(({ index }): Change => ({ start: index, end: index + 2, piece: 'id:' })),
  ).mapped
}

function undoWords(mapped: MappedText): MappedText {
  if (!MAY_HOLD.test(mapped.text)) return mapped
  const found = [...mapped.text.matchAll(changes)].map((match): Change => {
    const row = rows.findIndex((_, i) => match.groups?.[`r${i}`] !== undefined)
    return { start: match.index, end: match.index + match[0].length, piece: rows[row]?.[1] ?? match[0] }
  })
  return found.length === 0 ? mapped : rewrite(mapped, found).mapped
}
