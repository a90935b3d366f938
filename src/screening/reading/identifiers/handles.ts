import { looksMade, NAME, nameOf } from './names.js'
import { type Find, type Sighting, spanOfGroup } from './sighting.js'

/** Services by what they are called. LINE has a type of its own. */
const SERVICES: readonly (readonly [string, string])[] = [
  ['instagram', '(?<![a-z])(?:instagram|insta|ig)(?![a-z])|インスタ(?:グラム)?|いんすた'],
  ['x', '(?<![a-z0-9])x(?![a-z0-9])|(?<![a-z])twitter(?![a-z])|ツイッター|ついったー'],
  ['telegram', '(?<![a-z])telegram(?![a-z])|テレグラム|てれぐらむ|テレグラ|テレグ'],
  ['kakao', '(?<![a-z])kakao(?:talk)?(?![a-z])|カカオ(?:トーク)?|かかお(?:とーく)?'],
  ['discord', '(?<![a-z])discord(?![a-z])|ディスコード|ディスコ'],
  ['skype', '(?<![a-z])skype(?![a-z])|スカイプ|すかいぷ'],
  ['chatwork', '(?<![a-z])chatwork(?![a-z])|チャットワーク|チャトワ'],
  ['wechat', '(?<![a-z])wechat(?![a-z])|ウィーチャット|微信'],
  ['tiktok', '(?<![a-z])tiktok(?![a-z])|ティックトック'],
  ['facebook', '(?<![a-z])(?:facebook|fb)(?![a-z])|フェイスブック'],
  ['signal', '(?<![a-z])signal(?![a-z])|シグナル'],
  ['viber', '(?<![a-z])viber(?![a-z])|バイバー'],
  ['threads', '(?<![a-z])threads(?![a-z])|スレッズ'],
  ['whatsapp', '(?<![a-z])whatsapp(?![a-z])|ワッツアップ'],
]
const service = SERVICES.map(([name, source]) => `(?<${name}>${source})`).join('|')
const COLON = String.raw`(?:\s{0,3}(?:は|:|=|⇒|→|>|「|『|【|\[|\(|"|、|,|▶|↓){1,3}\s{0,3})`
const WITH_SERVICE = new RegExp(
  String.raw`(?:${service})(?:\s?\(?(?:旧twitter|dm)\)?)?(?:の|\s|・){0,2}(?<label>id|アイディー?|アカウント(?:名|id)?|ユーザー(?:名|ネーム|id)|名前|名|dm)?(?:(?<sign>${COLON})|\s{1,3}|(?:で|に|から|へ|、|まで|に来て)\s{0,2}(?=[「『"@]))[「『"]?(?<name>live:[a-z0-9._-]{3,40}|[a-z0-9_.]{2,32}#\d{4}(?!\d)|${NAME})`,
  'dgu',
)
const BARE = /(?<![a-z0-9@._/+-])@(?<name>[a-z0-9_][a-z0-9_.]{2,29})(?![a-z0-9@/\-(])/dgu

/** Words of code, of trains of mail, and brands, that are written with an @. */
const NO_NAMES: ReadonlySet<string> = new Set(
  `media import param params return returns override charset font-face keyframes supports page include mixin extend layer apply types
   here channel everyone all cosme nifty type home gmail gmail.com yahoo.co.jp icloud.com docomo.ne.jp ezweb.ne.jp softbank.ne.jp
   outlook.com hotmail.com example.com deprecated author see since throws todo test ts-ignore property input output component
   injectable autowired entity table column id line at pc tokyo osaka zoom online home-page`
    .trim()
    .split(/\s+/u),
)

/** Names on other services, `service:name`; one that nobody says the service of is `@name`. */
export const findHandles: Find = ({ text, longestRow }) => {
  if (longestRow < SHORTEST) return []
  const found: Sighting[] = []
  if (MAY_NAME.test(text)) for (const match of text.matchAll(WITH_SERVICE)) found.push(...named(match))
  if (text.includes('@')) for (const match of text.matchAll(BARE)) found.push(...bare(match))
  return found
}

const SHORTEST = 3
const MAY_NAME = new RegExp(SERVICES.map(([, source]) => source).join('|'), 'u')

function named(match: RegExpMatchArray): Sighting[] {
  const { groups = {} } = match
  const span = spanOfGroup(match, 'name')
  const seen = groups.name ?? ''
  const name = /^live:|#/u.test(seen) ? seen : nameOf(seen)?.replace(/^@/u, '')
  const [id] = SERVICES.find(([one]) => groups[one] !== undefined) ?? []
  if (!span || name === undefined || id === undefined || NO_NAMES.has(name)) return []
  if (/^https?|^www\./u.test(name) || /^\d+$/u.test(name)) return []
  const isMarked = seen.startsWith('@') || seen.startsWith('live:')
  // Without an @ a name needs a label, or a sign and to look made; X is also a letter, and needs the @ always.
  const labelled = groups.label !== undefined && groups.sign !== undefined
  const believed = isMarked || (id !== 'x' && (labelled || (groups.sign !== undefined && looksMade(name))))
  return believed ? [{ type: 'handle', value: `${id}:${name}`, start: span.start, end: span.end }] : []
}

function bare(match: RegExpMatchArray): Sighting[] {
  const name = (match.groups?.name ?? '').replace(/\.+$/u, '')
  if (!/[a-z]/u.test(name) || NO_NAMES.has(name) || name.length < 3) return []
  // Prices by the piece: @3k, @500yen.
  if (/^\d+(?:k|yen|en|jpy|usd|man|pt|p|kg|g|cm|mm|ml|l|px)$/u.test(name)) return []
  if (/\.(?:com|jp|net|org|ne|co|info)$/u.test(name)) return []
  return [
    { type: 'handle', value: `@${name}`, start: match.index ?? 0, end: (match.index ?? 0) + 1 + name.length },
  ]
}
