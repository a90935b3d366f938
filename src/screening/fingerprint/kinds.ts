import type { FindEntities } from '../reading/entities.js'
import type { Change } from '../text/mapped-text.js'

/** What stands for a part that differs from copy to copy: private use, so that no text holds it. */
const KIND = {
  url: '\uE001',
  mail_address: '\uE002',
  phone_number: '\uE003',
  number: '\uE004',
  name: '\uE005',
  id: '\uE006',
} as const

/** How a copy is opened and closed says nothing of what it is about; each copy may do it in another way. */
const STOCK = [
  '(?:初め|はじめ)まして',
  '(?:こんにち|こんばん)[はわ]',
  'おはよう(?:ございます)?',
  '(?:お世話|おせわ)に?(?:なっております|なります)',
  '(?:突然|とつぜん)の?(?:ご連絡|メッセージ|ご案内)?(?:にて|で)?(?:大変)?(?:失礼(?:いた|致)?します|申し訳(?:ございません|ありません)|恐れ入ります|すみません)',
  '(?:この度は|このたびは)?(?:ご|御)?応募(?:を?(?:いただき|頂き|くださり|下さり))?(?:誠に|本当に)?(?:ありがとう|有難う)(?:ございます|ございました)?',
  '(?:プロフィール|ご経歴|経歴)を?拝見(?:し|いたし|致し|させていただき)(?:まして|ました|て)?',
  '(?:何卒|どうぞ|なにとぞ)?(?:宜しく|よろしく)(?:お願い|おねがい|御願い)(?:(?:いた|致|申し上げ|もうしあげ)?(?:します|し上げます|ます))?',
  '(?:お|ご|御)(?:返信|返事|連絡|応募)(?:を)?(?:心より)?お待ち(?:して|いたして|致して)(?:おり|い)?ます',
  '(?:ご|御)?検討(?:の(?:ほど|程))?(?:を)?(?:お願い(?:いた|致)?します|ください|下さい|いただければ幸いです)',
  '(?:失礼(?:いた|致)?します|以上です|それでは)(?=[。!\\s]|$)',
  '(?:お忙しい(?:中|ところ)|ご多忙(?:中|の(?:中|折|ところ)))(?:恐れ入りますが|恐縮ですが|失礼(?:いた|致)?します|申し訳(?:ございません|ありません)が?)?',
] as const

const NAME = '[一-龠々ァ-ヶーa-z0-9・]{1,12}?'

/** In this order: of two that overlap the first counts. */
const PARTS: readonly (readonly [pattern: RegExp, piece: string])[] = [
  [new RegExp(STOCK.join('|'), 'gu'), ''],
  [/(?:id|アカウント|検索)[:はで「『\s]*[@a-z0-9][a-z0-9._@-]{2,}/gu, `ID${KIND.id}`],
  [/[@＠]?(?=[a-z0-9._-]*[0-9_])(?=[a-z0-9._-]*[a-z])[a-z0-9._-]{4,}|@[a-z0-9._-]{3,}/gu, KIND.id],
  [
    /[0-9][0-9,.:/~-]*[万千百億]?|[〇一二三四五六七八九十百千万億]+(?=[円件名日時分月年点本枚回人社割%])/gu,
    KIND.number,
  ],
  [
    /(?:株式会社|合同会社|有限会社|\(株\))[一-龠々ァ-ヶーa-z0-9・&]{1,16}|[一-龠々ァ-ヶーa-z0-9・&]{1,16}(?:株式会社|合同会社|有限会社)/gu,
    KIND.name,
  ],
  [new RegExp(`${NAME}(?=(?:と|で)(?:申し?ます|いいます|言います|ございます))`, 'gu'), KIND.name],
  [
    /(?<=担当(?:者)?の|代表の|採用の|運営の|事務局の)[一-龠々ァ-ヶーa-z]{1,8}(?=です|と|が|から|より|[。、\s(])/gu,
    KIND.name,
  ],
  [/[一-龠々ァ-ヶーa-z]{1,6}(?=さん|様|さま|氏(?![名]))/gu, KIND.name],
]

/** The parts of a normalised text that differ between copies, in order and without overlap, and what stands for each. */
export function buildVaryingParts(findEntities: FindEntities): (text: string) => readonly Change[] {
  return text => {
    const found: Change[] = []
    for (const { finder, start, end } of findEntities(text)) {
      if (finder === 'url' || finder === 'mail_address' || finder === 'phone_number')
        found.push({ start, end, piece: KIND[finder] })
    }
    for (const [pattern, piece] of PARTS)
      for (const match of text.matchAll(pattern))
        found.push({ start: match.index, end: match.index + match[0].length, piece })
    return inOrder(found)
  }
}

/** What was found first stays, what overlaps it goes. */
function inOrder(found: readonly Change[]): readonly Change[] {
  const chosen: Change[] = []
  for (const change of found)
    if (
      change.end > change.start &&
      chosen.every(({ start, end }) => change.end <= start || end <= change.start)
    )
      chosen.push(change)
  return chosen.sort((a, b) => a.start - b.start)
}
