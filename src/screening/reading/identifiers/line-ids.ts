import { APART, IN_KANA, looksMade, NAME, nameOf } from './names.js'
import { type Find, type Sighting, spanOfGroup } from './sighting.js'

const LINE = '(?:(?<![a-z0-9])line(?=id)|(?<![a-z0-9])line(?![a-z])|ライン|らいん|緑のアプリ|緑のやつ)'
const ID = '(?:(?:(?<![a-z])|(?<=line))id(?![a-z])|アイディー?|アイデー|あいでぃー?)'
/** What stands between a label and what it names. */
const COLON = String.raw`(?:\s{0,3}(?:は|が|:|;|=|⇒|→|➡|>|~|「|『|【|\[|\(|"|'|\/|\||、|,|で|です|▶|▷|↓|-){1,3}\s{0,3}|\s{1,4})`
const SIGN = String.raw`(?:\s{0,3}(?:は|:|=|⇒|→|➡|>|「|『|【|\[|"|▶|↓){1,3}\s{0,3})`
const value = (group: string): string => `(?<${group}>${APART}|${NAME}|${IN_KANA})`
/** What is done with an ID once one has it. */
const SEARCH = '(?:検索|けんさく|追加|友だち|友達|ともだち|登録|さが|探し|申請|連絡|ご?連絡)'

const pattern = (source: string): RegExp => new RegExp(source, 'dgu')

/** A row each way of saying it. `sure`: the label leaves no doubt, so that a bare word may be the name. */
const ways: readonly { readonly pattern: RegExp; readonly sure: boolean }[] = [
  // LINE ID: abc123 · ラインのアイディーは…
  {
    pattern: pattern(
      String.raw`${LINE}(?:@|公式)?(?:の|\s|・|:|アカウント|\(|「){0,3}(?:検索用?)?${ID}(?:\(?検索用?\)?)?${COLON}${value('name')}`,
    ),
    sure: true,
  },
  // ID(LINE): abc123
  { pattern: pattern(String.raw`${ID}\s?[(（]\s?${LINE}\s?[)）]${COLON}${value('name')}`), sure: true },
  // LINE: abc_123 · ライン→@abc
  {
    pattern: pattern(
      `${LINE}(?:@|公式|アカウント|の公式アカウント|公式アカウント)?${SIGN}(?<name>${NAME}|${IN_KANA})`,
    ),
    sure: false,
  },
  // LINEで「abc123」を検索 · LINEでabc_123と検索
  {
    pattern: pattern(
      String.raw`${LINE}(?:アプリ)?(?:で|にて|から|の(?:id)?検索(?:で|から|に)?)、?\s?[「『"]?(?<name>${NAME})[」』"]?\s?(?:と|を|で|に|まで|へ)?(?:id)?\s?${SEARCH}`,
    ),
    sure: false,
  },
  // LINE@ abc1234 · LINE公式 @abc1234
  {
    pattern: pattern(
      String.raw`${LINE}(?:公式(?:アカウント)?|アカウント)?\s?(?<name>@\s{0,2}[a-z0-9][a-z0-9._-]{2,19})(?![a-z0-9])`,
    ),
    sure: false,
  },
  // abc123がLINEのIDです · abc_123(LINE ID)
  {
    pattern: pattern(
      String.raw`(?<![a-z0-9@._/-])(?<name>${NAME})[」』"]?\s?(?:が|は|←|[(（]|というのが)(?:私の|こちらの|僕の|当方の|うちの)?${LINE}(?:の|\s)?${ID}`,
    ),
    sure: false,
  },
  // abc_123 をLINEで検索 · @abcを友だち追加
  {
    pattern: pattern(
      String.raw`(?<![a-z0-9@._/-])(?<name>${NAME})[」』"]?\s?(?:を|と|で|に)?(?:${LINE}(?:で|の|から|に|にて)?(?:id)?\s?(?:検索|追加|友だち|友達|登録)|(?:友だち|友達|ともだち)(?:に)?(?:追加|登録|検索)|id検索)`,
    ),
    sure: false,
  },
]

/** ID: abc123, where the text around says that LINE's is meant. */
const BARE_ID = pattern(`${ID}${COLON}${value('name')}`)
/** IDs of other things, by the word before. */
const OTHER_ID =
  /(?:zoom|ズーム|ミーティング|会議|meeting|ルーム|room|skype|スカイプ|discord|ディスコード|chatwork|チャットワーク|カカオ(?:トーク)?|kakao(?:talk)?|テレグラム|telegram|wechat|ウィーチャット|微信|インスタ(?:グラム)?|instagram|twitter|ツイッター|tiktok|signal|シグナル|whatsapp|viber|facebook|apple|google|商品|注文|受注|管理|案件|求人|仕事|依頼|募集|ユーザー?|user|会員|ログイン|login|社員|顧客|お?客様|取引|契約|スタッフ|動画|video|画像|タスク|プロジェクト|チケット|トラッキング|分析|測定|ピクセル|クライアント|client|ワーカー|応募|紹介|招待|端末|デバイス|アプリ|投稿|ページ|記事|セッション|paypay|ペイペイ|楽天|amazon|yahoo|ヤフー|法人|店舗|予約|問い合わせ|管理者|当社|弊社|受講|講座|動作|テスト)(?:の|用|者)?\s?$/u
const MEANS_LINE = /(?<![a-z])line(?![a-z])|ライン|らいん|友だち|友達追加|ともだち|緑のアプリ/u
/** As far around a bare ID as the word LINE is looked for, in UTF-16 units. */
const NEAR = 80

const HINTS = ['line', 'ライン', 'らいん', '友だち', '友達追加', 'ともだち', '緑の']

/** A name holds a row of three, unless it is spelt out behind a label. */
const SHORTEST = 3
const LABELS = ['id', 'アイディ', 'アイデー', 'あいでぃ']

/** IDs of LINE accounts. */
export const findLineIds: Find = ({ text, longestRow }) => {
  if (longestRow < SHORTEST && !LABELS.some(label => text.includes(label))) return []
  if (!HINTS.some(hint => text.includes(hint))) return []
  const found: Sighting[] = []
  for (const { pattern, sure } of ways)
    for (const match of text.matchAll(pattern)) found.push(...sightingOf(match, sure))
  for (const match of text.matchAll(BARE_ID)) {
    if (OTHER_ID.test(text.slice(Math.max(0, match.index - 14), match.index))) continue
    const around = text.slice(Math.max(0, match.index - NEAR), match.index + match[0].length + NEAR)
    if (MEANS_LINE.test(around)) found.push(...sightingOf(match, false))
  }
  return found
}

function sightingOf(match: RegExpMatchArray, sure: boolean): Sighting[] {
  const span = spanOfGroup(match, 'name')
  const seen = match.groups?.name ?? ''
  const name = nameOf(seen)
  if (!span || name === undefined || /https?:?$|www\./u.test(name)) return []
  // LINE's own shortest is four; an official account's is @ and three.
  if (name.length < 4 || !(looksMade(name) || (sure && /^[a-z]{5,}$/u.test(name)))) return []
  if (/^\d+$/u.test(name) && (name.length > 12 || !sure)) return []
  return [{ type: 'line_id', value: name, start: span.start, end: span.start + seen.trimEnd().length }]
}
