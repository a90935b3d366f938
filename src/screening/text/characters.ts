/**
 * What single characters become. Everything here is context-free; folds that depend on the word they are
 * part of live in `skeleton.ts`.
 */

/** Stands for one character that the tokenizer cannot digest: emoji, lone surrogates, controls (kuromoji loses text after two characters beyond the BMP, and throws on NUL). */
export const PLACEHOLDER = '〓'

/** Cyrillic and Greek letters that a reader takes for Latin ones. After Unicode TR39 confusables. */
const LATIN_LOOKALIKES: Readonly<Record<string, string>> = {
  а: 'a',
  в: 'b',
  с: 'c',
  е: 'e',
  һ: 'h',
  і: 'i',
  ј: 'j',
  к: 'k',
  ӏ: 'l',
  м: 'm',
  н: 'h',
  о: 'o',
  р: 'p',
  ѕ: 's',
  т: 't',
  у: 'y',
  х: 'x',
  ѵ: 'v',
  ԁ: 'd',
  ԛ: 'q',
  ԝ: 'w',
  г: 'r',
  п: 'n',
  и: 'n',
  α: 'a',
  β: 'b',
  ε: 'e',
  η: 'n',
  ι: 'i',
  κ: 'k',
  ν: 'v',
  ο: 'o',
  ρ: 'p',
  τ: 't',
  υ: 'u',
  χ: 'x',
  ω: 'w',
  Ν: 'n',
  Η: 'h',
  Ρ: 'p',
  Χ: 'x',
  Υ: 'y',
  Β: 'b',
  Ζ: 'z',
  Μ: 'm',
  Τ: 't',
  Ε: 'e',
  Ι: 'i',
  Κ: 'k',
  Ο: 'o',
  Α: 'a',
  Н: 'h',
  В: 'b',
  Г: 'r',
  ɩ: 'i',
  ı: 'i',
  ʟ: 'l',
  ɪ: 'i',
  ɴ: 'n',
  ᴇ: 'e',
  ł: 'l',
  ı̇: 'i',
}

/** Small differences of punctuation and script forms that NFKC leaves apart. */
const PUNCTUATION: Readonly<Record<string, string>> = {
  '〜': '~',
  '∼': '~',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '―': '-',
  '−': '-',
  '─': '-',
  '━': '-',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '⁄': '/',
  '∕': '/',
  '․': '.',
  '｡': '。',
  '､': '、',
  '〝': '"',
  '〟': '"',
  '▪': '・',
  '•': '・',
  '‧': '・',
  '∙': '・',
  '⋅': '・',
  '᛫': '・',
  '﹒': '.',
  '﹐': ',',
}

/** Letters in circles and squares beyond the reach of NFKC. Ranges of code points to the first conversation's offset. */
const LETTER_RANGES: readonly (readonly [first: number, last: number, base: number])[] = [
  [0x1f110, 0x1f129, 0x61],
  [0x1f130, 0x1f149, 0x61],
  [0x1f150, 0x1f169, 0x61],
  [0x1f170, 0x1f189, 0x61],
  [0x1f1e6, 0x1f1ff, 0x61],
  [0xe0061, 0xe007a, 0x61],
]

/** Keycap and other emoji that are read as a character. */
const READ_EMOJI: Readonly<Record<string, string>> = {
  '⭕': '○',
  '🔴': '○',
  '⚪': '○',
  '⚫': '○',
  '✖': '×',
  '❌': '×',
  '🆔': 'id',
  '🉑': '可',
  '🈚': '無',
  '🆓': 'free',
  '🈯': '指',
  '⭐': '★',
  '🌟': '★',
  '📞': '電話',
  '☎': '電話',
  '✉': 'メール',
  '📧': 'メール',
  '📩': 'メール',
  '🈴': '合',
}

const INVISIBLE = /^(?:\p{Cf}|\p{Mn}|\p{Me}|\u115F|\u1160|\u3164|\uFFA0|\u2800|\u180E)+$/u
const UNSEEN = /\p{Cf}|\u20E3|[\uFE00-\uFE0F]/gu
const SPACE = /^[\s\u00A0\u2000-\u200A\u3000]$/u
const CONTROL = /^[\p{Cc}\p{Co}\p{Cn}]$/u

/** True for characters that a reader does not see and that may stand between any two others. */
export const isInvisible = (char: string): boolean => INVISIBLE.test(char)

const memo = new Map<string, string>()

/** What one cluster (a character with the marks behind it) becomes: '' when it vanishes, else one or more BMP characters. */
export function foldCluster(cluster: string): string {
  const known = memo.get(cluster)
  if (known !== undefined) return known
  const folded = fold(cluster)
  if (cluster.length <= 2 && memo.size < 20_000) memo.set(cluster, folded)
  return folded
}

function fold(cluster: string): string {
  // What nobody sees goes first, so that a kana still meets the voicing mark behind it.
  const bare = cluster.replace(UNSEEN, '')
  if (
    bare === '\n' ||
    bare === '\r\n' ||
    bare === '\r' ||
    bare === '\u2028' ||
    bare === '\u2029' ||
    bare === '\u0085'
  )
    return '\n'
  if (isInvisible(bare)) return ''
  if (SPACE.test(bare)) return ' '
  const first = bare.codePointAt(0) ?? 0
  for (const [low, high, base] of LETTER_RANGES) {
    if (first >= low && first <= high) return String.fromCharCode(base + first - low)
  }
  // A bullet number must not melt into the number behind it: ①3000 is not 13000.
  if (first >= 0x2460 && first <= 0x2473) return `(${first - 0x245f})`
  const emoji = READ_EMOJI[bare]
  if (emoji !== undefined) return emoji
  let out = ''
  for (const char of PUNCTUATION[bare] ?? bare.normalize('NFKC')) {
    if (isInvisible(char)) continue
    if (SPACE.test(char)) out += ' '
    else if (char.length > 1 || (char >= '\uD800' && char <= '\uDFFF') || CONTROL.test(char))
      out += PLACEHOLDER
    else {
      const lower = char.toLowerCase()
      out +=
        LATIN_LOOKALIKES[char] ??
        LATIN_LOOKALIKES[lower] ??
        PUNCTUATION[lower] ??
        (lower.length === 1 ? lower : char)
    }
  }
  return out
}
