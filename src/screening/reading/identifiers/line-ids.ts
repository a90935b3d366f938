import type { IdentifiersLanguage } from '../../../ruleset/language/identifiers.js'
import { APART, looksMade, NAME, type Names } from './names.js'
import { type Find, type Sighting, spanOfGroup } from './sighting.js'
import { anyOf, buildHolds, isLatin, wholeAnyOf } from './words.js'

type Words = IdentifiersLanguage['line_id']

/** What stands between a label and what it names. */
const COLON = String.raw`(?:\s{0,3}(?:は|が|:|;|=|⇒|→|➡|>|~|「|『|【|\[|\(|"|'|\/|\||、|,|で|です|▶|▷|↓|-){1,3}\s{0,3}|\s{1,4})`
const SIGN = String.raw`(?:\s{0,3}(?:は|:|=|⇒|→|➡|>|「|『|【|\[|"|▶|↓){1,3}\s{0,3})`

/** As far around a bare ID as LINE is looked for, in UTF-16 units, and as far before it as what else it may be of. */
const NEAR = 80
const BEFORE = 14

/** A name holds a row of three, unless it is spelt out behind a label. */
const SHORTEST = 3

/** IDs of LINE accounts. */
export function buildFindLineIds(words: Words, names: Names): Find {
  const { label, service, friend, of_other_things } = words
  const meant = [...service, ...friend]
  const isLabelled = buildHolds(label)
  const isMeant = buildHolds(meant)
  const ways = waysOf(words, names)
  const bareId = pattern(`${labelOf(words)}${COLON}${value(names)}`)
  const ofOtherThings = new RegExp(String.raw`${anyOf(of_other_things)}(?:の|用|者)?\s?$`, 'u')
  const meansLine = new RegExp(wholeAnyOf(meant), 'u')

  return ({ text, longestRow }) => {
    if (longestRow < SHORTEST && !isLabelled(text)) return []
    if (!isMeant(text)) return []
    const found: Sighting[] = []
    for (const { pattern, sure } of ways)
      for (const match of text.matchAll(pattern)) found.push(...sightingOf(names, match, sure))
    for (const match of text.matchAll(bareId)) {
      if (ofOtherThings.test(text.slice(Math.max(0, match.index - BEFORE), match.index))) continue
      const around = text.slice(Math.max(0, match.index - NEAR), match.index + match[0].length + NEAR)
      if (meansLine.test(around)) found.push(...sightingOf(names, match, false))
    }
    return found
  }
}

const pattern = (source: string): RegExp => new RegExp(source, 'dgu')
const value = ({ inKana }: Names): string => `(?<name>${APART}|${NAME}|${inKana})`

/** A Latin word may touch its Latin label: 「LINEID」. */
function serviceOf({ service, label }: Words): string {
  const touching = label.filter(isLatin).join('|')
  const latin = service
    .filter(isLatin)
    .map(word => `(?<![a-z0-9])${word}(?:(?![a-z])${touching && `|(?=${touching})`})`)
  return `(?:${[...latin, anyOf(service.filter(word => !isLatin(word)))].join('|')})`
}

function labelOf({ service, label }: Words): string {
  const touching = service.filter(isLatin).join('|')
  const latin = label
    .filter(isLatin)
    .map(word => `(?:(?<![a-z])${touching && `|(?<=${touching})`})${word}(?![a-z])`)
  return `(?:${[...latin, anyOf(label.filter(word => !isLatin(word)))].join('|')})`
}

/** A row each way of saying it. `sure`: the label leaves no doubt, so that a bare word may be the name. */
function waysOf(words: Words, names: Names): readonly { readonly pattern: RegExp; readonly sure: boolean }[] {
  const line = serviceOf(words)
  const id = labelOf(words)
  const official = anyOf(words.official)
  const friend = anyOf(words.friend)
  const searched = anyOf(words.search)
  const owner = anyOf(words.owner)
  const sure = [
    // LINE ID: abc123 · ラインのアイディーは…
    String.raw`${line}${official}?(?:の|\s|・|:|アカウント|\(|「){0,3}(?:検索用?)?${id}(?:\(?検索用?\)?)?${COLON}${value(names)}`,
    // ID(LINE): abc123
    String.raw`${id}\s?[(（]\s?${line}\s?[)）]${COLON}${value(names)}`,
  ]
  const likely = [
    // LINE: abc_123 · ライン→@abc
    `${line}${official}?${SIGN}(?<name>${NAME}|${names.inKana})`,
    // LINEで「abc123」を検索 · LINEでabc_123と検索
    String.raw`${line}(?:アプリ)?(?:で|にて|から|の(?:id)?検索(?:で|から|に)?)、?\s?[「『"]?(?<name>${NAME})[」』"]?\s?(?:と|を|で|に|まで|へ)?(?:id)?\s?${searched}`,
    // LINE@ abc1234 · LINE公式 @abc1234
    String.raw`${line}(?:公式(?:アカウント)?|アカウント)?\s?(?<name>@\s{0,2}[a-z0-9][a-z0-9._-]{2,19})(?![a-z0-9])`,
    // abc123がLINEのIDです · abc_123(LINE ID)
    String.raw`(?<![a-z0-9@._/-])(?<name>${NAME})[」』"]?\s?(?:が|は|←|[(（]|というのが)${owner}?${line}(?:の|\s)?${id}`,
    // abc_123 をLINEで検索 · @abcを友だち追加
    String.raw`(?<![a-z0-9@._/-])(?<name>${NAME})[」』"]?\s?(?:を|と|で|に)?(?:${line}(?:で|の|から|に|にて)?(?:id)?\s?(?:検索|追加|登録|${friend})|${friend}(?:に)?(?:追加|登録|検索)|id検索)`,
  ]
  return [
    ...sure.map(source => ({ pattern: pattern(source), sure: true })),
    ...likely.map(source => ({ pattern: pattern(source), sure: false })),
  ]
}

function sightingOf({ nameOf }: Names, match: RegExpMatchArray, sure: boolean): Sighting[] {
  const span = spanOfGroup(match, 'name')
  const seen = match.groups?.name ?? ''
  const name = nameOf(seen)
  if (!span || name === undefined || /https?:?$|www\./u.test(name)) return []
  // LINE's own shortest is four; an official account's is @ and three.
  if (name.length < 4 || !(looksMade(name) || (sure && /^[a-z]{5,}$/u.test(name)))) return []
  if (/^\d+$/u.test(name) && (name.length > 12 || !sure)) return []
  return [{ type: 'line_id', value: name, start: span.start, end: span.start + seen.trimEnd().length }]
}
