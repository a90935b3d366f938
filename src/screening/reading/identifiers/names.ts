/** How names of accounts are written: in a row, apart, in quotes, spelt out in kana. Shared by what finds them. */

const LETTERS: Readonly<Record<string, string>> = Object.fromEntries(
  `エー a ビー b シー c ディー d デー d イー e エフ f ジー g エイチ h エッチ h アイ i ジェー j ジェイ j ケー k ケイ k エル l エム m エヌ n オー o
   ピー p キュー q アール r エス s ティー t テー t ユー u ブイ v ダブリュー w ダブル w エックス x ワイ y ゼット z
   ゼロ 0 レイ 0 イチ 1 ニー 2 ニ 2 サン 3 ヨン 4 ゴ 5 ロク 6 ナナ 7 ハチ 8 キュウ 9 アンダーバー _ アンダースコア _ ハイフン - ドット .`
    .trim()
    .split(/\s+/u)
    .flatMap((word, i, all) => (i % 2 === 0 ? [[word, all[i + 1] ?? ''] as const] : [])),
)
const words = Object.keys(LETTERS).sort((a, b) => b.length - a.length)
const LETTER = new RegExp(`${words.join('|')}|[a-z0-9_.-]`, 'gu')
const KATAKANA = new RegExp(words.join('|'), 'u')

const hiragana = (word: string): string =>
  word.replace(/[ァ-ヶ]/gu, char => String.fromCharCode(char.charCodeAt(0) - 0x60))
const spelt = [...words, ...words.map(hiragana)].join('|')

/** Together, apart, or letter by letter in kana; the groups of the pattern that uses it tell which. */
export const NAME = '@?[a-z0-9][a-z0-9._-]{2,29}(?![a-z0-9@])'
export const APART = String.raw`(?:[a-z0-9_.@-][\s・,、]){3,24}[a-z0-9_.-](?![a-z0-9])`
export const IN_KANA = String.raw`(?:(?:${spelt}|[a-z0-9_.-])[\s・、,]{0,2}){4,24}`

/** A name as its service knows it; undefined when it is a word of the sentence and no name. */
export function nameOf(seen: string): string | undefined {
  const katakana = seen.replace(/[ぁ-ゖ]/gu, char => String.fromCharCode(char.charCodeAt(0) + 0x60))
  // Words of a sentence in Latin letters are no spelling out.
  if (!KATAKANA.test(katakana) && /[^\s]{2}[\s・,、]+\S/u.test(seen)) return undefined
  const at = katakana.startsWith('@') ? '@' : ''
  const plain = KATAKANA.test(katakana)
    ? [...katakana.matchAll(LETTER)].map(([part]) => LETTERS[part] ?? part).join('')
    : katakana.replace(/[\s・,、@]/gu, '')
  const name = plain.replace(/[._-]+$/u, '')
  return name.length >= 3 && name.length <= 30 && !isWord(name) ? at + name : undefined
}

/** Words that stand where a name could. */
const WORDS: ReadonlySet<string> = new Set(
  `line lines id ids http https www com gmail mail email e-mail yahoo zoom skype qr url pc app web ios android iphone google meet teams
   slack discord chatwork telegram instagram insta twitter facebook kakao kakaotalk wechat whatsapp viber signal official works line-works
   lineworks the and for you your please add new none null undefined password pass pdf csv excel word html css php sql api sns ok ng
   seo cms wordpress notion drive sheet docs openchat pay paypay free dm tel phone fax sms nan test sample example xxx xxxx xxxxx abc
   user username name account login office office365 adobe photoshop illustrator figma canva shopify amazon`
    .trim()
    .split(/\s+/u),
)
const isWord = (name: string): boolean => WORDS.has(name) || /^(.)\1+$/u.test(name)

/** Whether a name is more than a word: it holds a figure or a sign, or is marked as a name. */
export const looksMade = (name: string): boolean => /[\d_@.-]/u.test(name)
