import type { Clause, Segments } from '../text/segment.js'

/**
 * Who does what, as far as the words around a concept tell: what is negated or forbidden is not asked. The scope of a
 * negation is its own clause, that of a prohibition its sentence.
 */
export interface Modality {
  /** Why a concept at `[start, end)` does not count there, or undefined when it does. */
  readonly offAt: (start: number, end: number, negatable: boolean) => string | undefined
}

/** Negations that deny what stands before them. Forms that deny nothing (ませんか, なければ, 問題ない) are cut out first. */
const NOT_A_NEGATION = new RegExp(
  [
    'ません(?:か|でしょうか|かね)',
    'ない(?:です|でしょう)?か',
    'なければ(?:なり|いけ|なら)(?:ません|ない)?',
    '(?:なければ|ないと|なしでは|なしには)[^。]{0,14}(?:始め|始ま|でき|出来|受け|進め|進ま|参加|お渡し|応募|稼げ|届|紹介)[^。]{0,8}(?:ません|ない)',
    'ないと(?:いけ|なり|だめ|ダメ|始|でき)',
    'なくては',
    'なきゃ',
    'かもしれ(?:ない|ません)',
    '(?:問題|差し支え|差支え|心配|間違い|申し訳|もったい|勿体|構い|かまい|かまわ|構わ|しれ|すみ|すい|仕方|しょうが|違い|少|危|くだら|切|つま|幼)(?:は|も|が)?(?:ない|なく|ません|なけ|なし)',
    '(?:問い|問わ|関係|関わり|かかわら|限ら|限り|とど|足り|遠慮(?:は|いた)?(?:いり|要り|なさら)?|ご遠慮)(?:ません|ない|なく|ず)',
    'だけで(?:は)?(?:なく|ない)',
    'のみならず',
    'しか(?:[^。、]{0,12})(?:ない|ません)',
    '(?:分から|わから|解ら|知ら|慣れ|でき|出来|得意で|詳しく|経験|自信|スキル|資格|知識|実績|お持ちで|使え|見つから|稼げ|儲から|気にし|興味)(?:が|は|も)?(?:ない|なく|なし|ませ|なけ|ず)[^。、]{0,6}(?:方|人|場合|とき|時|でも|ても|くても|ければ|なら|[、])',
    'いただけ(?:ません|ない)',
    '頂け(?:ません|ない)',
    'もらえ(?:ません|ない)',
    'くれ(?:ません|ない)',
    'なし(?:で|でも)?(?:ok|可|大丈夫|始め|でき)',
    'なく(?:て(?:も)?)(?:大丈夫|ok|構|可|平気|始|でき)',
    '(?:夢|嘘|うそ)(?:では|じゃ)(?:ない|ありません|なく)',
    '引かれない形',
    '思わず',
    '必ず',
    'まず',
    '先ず',
    'わず(?:か|らい)',
    'はず',
    'ずつ',
    'ずっと',
    'ずれ',
    'ずに(?:済|は)',
    'みず',
    '絶えず',
    '相変わらず',
    '少なく',
    '限らず',
    '問わず',
    'かかわらず',
    '関わらず',
    'とりあえず',
    '取り急ぎ',
    '何もしなく',
    '働かなく',
    'がまんしなく',
  ].join('|'),
  'gu',
)
const NEGATION =
  /(?:ません|(?<![あすき])ない(?!し|り|か)|なく(?!な)|(?<![こはか])なし(?=[。、でにのは\s)」]|$|です|ok|一択)|無し|ずに|ず(?=[、。\s]|$)|不要|不可|無用|厳禁|お断り|断って|ご遠慮|との(?:こと|お話)(?:です|でした)が|(?:お誘い|お申し出|ご要望)(?:を|は)(?:いただ|頂)[^。、]{0,6}が|お控え|控えていただ|は(?:差し)?控え(?:て|させ)|差し控え|見合わせ|辞退(?:し|いた|させ)|いたしかね|できかね|避けて|やめて|いりません|いらない|かからな|必要な[くい]|必要ありま|一切(?:いただ|頂)|ではなく|じゃなく|でなく|受け付けて(?:い|お)?(?:ません|りません))/gu
/** Somebody else's words: in quotation marks, and said, written or promised by a third party. */
const QUOTED =
  /[「『"][^」』"\n]{1,80}[」』"](?:(?:や|、|・|と)?[「『"][^」』"\n]{1,80}[」』"])*(?:など|等)?(?:と(?:言われ|いわれ|誘われ|誘う|書かれ|聞い|聞かされ|だまされ|騙され|うたっ|謳っ|称し|持ちかけ|いった|の誘い|する(?:募集|依頼|投稿|広告))|という(?:話|お話|誘|文言|広告|依頼|メッセージ|言葉|表現|募集|フレーズ|見出し|タイトル|テーマ|台詞|セリフ)|(?:などの|の)(?:\d|[二三四五])?(?:つの)?(?:文言|表現|誘い文句|勧誘|言葉|台詞|セリフ))/gu
/** Points back at what was just described: どれも規約違反です. */
const POINTS_BACK =
  /^[\s・※]*(?:どれも|いずれも|すべて|これらは|これらの|こうした|そのような|このような|そういった|上記の?|以上の)/u
/** An order not to do it, or a refusal of it: turns off even what means the same inside a negation (仮払い前に始めないでください). */
const ORDER_NOT_TO =
  /ないで(?:ください|下さい|ね|いただ)|ないよう(?:に)?(?:お願い|して)|てはいけ(?:ない|ません)|に(?:は|も)?応じ(?:られ|でき|いたし|る(?:こと|わけ)(?:は|が)?でき)?(?:ません|ない|かね)/gu
const PROHIBITION =
  /(?:持ちかけられ|というお?誘い|とは、|不審な(?:メッセージ|依頼|勧誘|連絡|募集)|禁止|禁じ|違反(?:です|となり|にな|行為|報告|と|に該当)|規約(?:上|により|違反|で)|通報(?:して|を)|注意喚起|ご注意ください|注意してください|気をつけてください|お気を付け|お気をつけ|被害(?:に|が|の|者|を|相談)|手口|詐欺(?!では|じゃ)|悪質|報告されて|外れています|応じないで|応じる(?:必要|義務)|応募(?:せず|しない)|に反(?:し|する)|差し戻し|非公開(?:と|に)(?:し|いた|なり)|掲載(?:は|が)?でき(?:ません|ない|かね)|掲載を(?:お断り|認め)|(?:認め|許)(?:られ)?(?:ません|ていません|ておりません|ない)|お受け(?:でき|して)(?:は)?(?:ません|い(?:ません|ない)|おりません|かね)|お問い合わせが寄せられ)/gu
/** What comes next is forbidden: 「次の募集は掲載できません。商品の購入が前提のもの、…」. */
const POINTS_AHEAD =
  /(?:次の|以下の|下記の|こんな|(?:この|その)ような)[^。]{0,24}(?:禁止|禁じ|応じないで|掲載(?:は|が)?でき(?:ません|ない)|お断り|ご遠慮|(?:認め|許)(?:られ)?(?:ません|ない|て(?:い|お)))/u
/** Somebody asks: no item of a list of what is forbidden, but an attempt to look like one. */
const ASKS = /(?:くだ|下)さい|お願い|ましょう|ませんか|いかが|待ちして/u

export function readModality(text: string, { clauses, starts, ends }: Segments): Modality {
  const blanked = text.replace(NOT_A_NEGATION, match => '＿'.repeat(match.length))
  const negations = [...blanked.matchAll(NEGATION)].map(match => match.index)
  const orders = [...text.matchAll(ORDER_NOT_TO)].map(match => match.index)
  const prohibitions = [...text.matchAll(PROHIBITION)].map(match => ({
    start: match.index,
    end: match.index + match[0].length,
  }))
  const quotations = [...text.matchAll(QUOTED)].map(match => ({
    start: match.index,
    end: match.index + match[0].length,
  }))
  const underHeading = forbiddenItems(text, starts, ends)
  const pointedAt = new Set(
    starts.flatMap((start, i) => {
      const end = ends[i] ?? text.length
      const forbids = prohibitions.some(at => at.start >= start && at.end <= end)
      if (!forbids) return []
      const sentence = text.slice(start, end)
      const ahead = POINTS_AHEAD.test(sentence) && !ASKS.test(text.slice(end, ends[i + 1] ?? end))
      return [...(POINTS_BACK.test(sentence) ? [i - 1] : []), ...(ahead ? [i + 1] : [])]
    }),
  )
  return {
    offAt(start, end, negatable) {
      const clause = clauseAt(clauses, start)
      if (!clause) return undefined
      const denies = (at: number): boolean => at >= end && at < clause.end && !breaksOff(text.slice(end, at))
      if (orders.some(denies) || (negatable && firstBehind(negations, end, denies))) return '否定'
      const sentenceEnd = ends[clause.sentence] ?? text.length
      const sentenceStart = starts[clause.sentence] ?? 0
      const forbidden = prohibitions.some(
        at => at.start >= sentenceStart && at.end <= sentenceEnd && (at.start >= end || at.end <= start),
      )
      if (forbidden || pointedAt.has(clause.sentence) || underHeading.has(clause.sentence))
        return '禁止・注意喚起'
      return quotations.some(at => at.start <= start && end <= at.end) ? '引用' : undefined
    },
  }
}

/** A line that forbids what the list below it names: ■禁止事項, 「次のことはお願いしません」. */
const FORBIDDING_HEADING =
  /(?:禁止(?:事項|行為|していること)?|NG(?:行為|事項)?|ng(?:行為|事項)?|お断り(?:事項)?|ご遠慮(?:ください|いただくこと)?|しないこと|(?:お願いする|お聞きする|求める)ことはありません。?|禁止して(?:い|お)ります。?)[】\]》>:：。\s]*$/u
const LIST_ITEM = /^\s*(?:[・×✕✖*•▪\-‐●○◯〇]|\(?\d{1,2}[).、.]|[a-z][).])/u

/** Numbers of the sentences that are items of a list under a forbidding heading. */
function forbiddenItems(
  text: string,
  starts: readonly number[],
  ends: readonly number[],
): ReadonlySet<number> {
  const items = new Set<number>()
  let open = false
  for (const [i, start] of starts.entries()) {
    const line = text.slice(start, ends[i])
    if (LIST_ITEM.test(line) && open) items.add(i)
    else open = FORBIDDING_HEADING.test(line.trim())
  }
  return items
}

/** Only the first negation behind a word can deny it. */
function firstBehind(negations: readonly number[], end: number, denies: (at: number) => boolean): boolean {
  const first = negations.find(at => at >= end)
  return first !== undefined && denies(first)
}

/** Another predicate between a word and a negation ends its scope: 「LINEで送りますのでメールは不要」. */
const breaksOff = (between: string): boolean =>
  /(?:ますので|ですので|ますから|ですから|ますが|ですが|ました|ください|下さい|お願いし|[)」』】]、?(?=.{6}))/u.test(
    between,
  ) || between.length > 48

function clauseAt(clauses: readonly Clause[], at: number): Clause | undefined {
  let low = 0
  let high = clauses.length - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const clause = clauses[middle]
    if (!clause) return undefined
    if (at < clause.start) high = middle - 1
    else if (at >= clause.end) low = middle + 1
    else return clause
  }
  return undefined
}
