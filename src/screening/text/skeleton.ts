/**
 * The text as a reader's eye takes it in when letters are disguised: separators dropped, kana of one kind, look-alikes
 * folded. Only ever compared with the skeleton of a known word, so that ordinary text keeps its meaning:
 * 口 is a ロ only where that makes a word.
 */
export interface Skeleton {
  readonly text: string
  /** Position in the normalised text of each unit of the skeleton. */
  readonly at: Int32Array
}

const LOOKALIKES: Readonly<Record<string, string>> = {
  口: 'ロ',
  力: 'カ',
  工: 'エ',
  二: 'ニ',
  一: 'ー',
  夕: 'タ',
  卜: 'ト',
  八: 'ハ',
  才: 'オ',
  千: 'チ',
  三: 'ミ',
  乂: 'メ',
  了: 'ア',
  七: 'セ',
  匕: 'ヒ',
  又: 'ヌ',
  亻: 'イ',
  厶: 'ム',
  不: 'ネ',
  爪: 'ハ',
  川: 'リ',
  勹: 'ク',
  久: 'ク',
  木: 'ホ',
  巾: 'ホ',
  〆: 'メ',
  廾: 'サ',
  '7': 'フ',
  '-': 'ー',
  '|': 'l',
  '!': 'l',
  '1': 'l',
  i: 'l',
  '0': 'o',
  '5': 's',
  '3': 'e',
  '4': 'a',
  $: 's',
  '€': 'e',
  ᒪ: 'l',
  '@': 'a',
  '∟': 'l',
  ㄥ: 'l',
  し: 'シ',
  凵: 'u',
  冂: 'n',
  '∩': 'n',
  и: 'n',
  ℕ: 'n',
  彐: 'e',
  ヨ: 'ヨ',
  ヲ: 'ヲ',
  ヱ: 'エ',
  ヰ: 'イ',
}
const SMALL_KANA: Readonly<Record<string, string>> = {
  ァ: 'ア',
  ィ: 'イ',
  ゥ: 'ウ',
  ェ: 'エ',
  ォ: 'オ',
  ッ: 'ツ',
  ャ: 'ヤ',
  ュ: 'ユ',
  ョ: 'ヨ',
  ヮ: 'ワ',
  ヵ: 'カ',
  ヶ: 'ケ',
}

const SEPARATOR = /[\s.・,_/\\~'"`^:;=+〓*·。、()[\]{}<>「」『』【】〈〉《》-]/u

/** Marks that hide a conversation: ラ○ン, L*NE, メ〇ル. */
const MASK = /[○◯〇●◎×✕*□■△▲☆★◇◆?…x_•＿]/u
export const isMask = remember(MASK)
export const isSeparator = remember(SEPARATOR)

/** Asks a pattern once for each UTF-16 unit there is. */
function remember(pattern: RegExp): (char: string) => boolean {
  const answers = new Int8Array(65_536)
  return char => {
    if (char === '') return false
    const code = char.charCodeAt(0)
    const known = answers[code] ?? 0
    if (known !== 0) return known > 0
    const answer = pattern.test(char)
    answers[code] = answer ? 1 : -1
    return answer
  }
}

const folded = new Map<string, string>()

/** Folds one character; one UTF-16 unit in, one out. */
export function skeletonChar(char: string): string {
  const known = folded.get(char)
  if (known !== undefined) return known
  const code = char.charCodeAt(0)
  const katakana = code >= 0x3041 && code <= 0x3096 ? String.fromCharCode(code + 0x60) : char
  const result = LOOKALIKES[char] ?? SMALL_KANA[katakana] ?? katakana
  if (folded.size < 70_000) folded.set(char, result)
  return result
}

/** Skeleton of a known word. */
export const skeletonOf = (word: string): string =>
  [...word]
    .filter(char => !isSeparator(char))
    .map(skeletonChar)
    .join('')

export function skeleton(text: string): Skeleton {
  const at = new Int32Array(text.length)
  let out = ''
  for (let i = 0; i < text.length; i++) {
    const char = text.charAt(i)
    if (isSeparator(char) && !(char === '-' && isKatakana(text.charAt(i - 1)))) continue
    at[out.length] = i
    out += skeletonChar(char)
  }
  return { text: out, at: at.subarray(0, out.length) }
}

export const isKatakana = (char: string): boolean =>
  char.length === 1 && ((char >= 'ァ' && char <= 'ヺ') || char === 'ー' || char === 'ｰ')
export const isHiragana = (char: string): boolean => char.length === 1 && char >= 'ぁ' && char <= 'ゖ'
export const isLatin = (char: string): boolean => char.length === 1 && char >= 'a' && char <= 'z'
export const isDigit = (char: string): boolean => char.length === 1 && char >= '0' && char <= '9'
