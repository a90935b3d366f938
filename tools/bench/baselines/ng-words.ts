// A plain list of forbidden words, as many platforms run it: the baseline that docs/quality.md compares with.
// `node build/tools/bench/baselines/ng-words.js FILE...`, after `npm run build:tools`; reader and metrics are those of
// `npm run evaluate`.
import { readCases } from '../../quality/dataset.js'
import { qualityOf, sumCounts } from '../../quality/metrics.js'
import { type Answered, countsOf, isLegitimate, isWronglyFlagged } from '../../quality/tally.js'

const WORDS: Readonly<Record<string, readonly string[]>> = {
  off_platform_contact: [
    'LINE',
    'ライン',
    'Zoom',
    'zoom',
    'Skype',
    'スカイプ',
    'チャットワーク',
    'Chatwork',
    'Discord',
    'インスタ',
    '連絡先',
    'カカオ',
    'テレグラム',
  ],
  personal_info_request: [
    '住所',
    '電話番号',
    '身分証',
    '免許証',
    'マイナンバー',
    '口座',
    '履歴書',
    '生年月日',
    '個人情報',
  ],
  material_purchase: [
    '教材',
    '情報商材',
    '登録料',
    '入会金',
    '初期費用',
    '受講料',
    'スクール',
    '有料プラン',
    'サポートプラン',
    '保証金',
    '材料費',
  ],
  external_registration: ['会員登録', '無料登録', '口座を作', 'セミナー', 'メルマガ'],
  affiliate_purchase: ['アフィリエイト', 'セルフバック', 'キャッシュバック', '購入して', 'クレジットカード'],
  mlm: [
    'ネットワークビジネス',
    'MLM',
    'ねずみ講',
    '権利収入',
    '不労所得',
    '友達を紹介',
    '紹介料',
    '尊敬する',
  ],
  review_solicitation: ['口コミ', 'クチコミ', 'レビュー', '高評価', '星5', 'チャンネル登録'],
  off_platform_payment: ['直接契約', '直接取引', '銀行振込', 'PayPay', '仮払い前', '仮払いなし'],
  criminal_work: [
    '名義貸し',
    '口座を貸',
    '口座を買',
    '荷物を受け取',
    '認証コード',
    '遠隔操作',
    'ホワイト案件',
    '闇バイト',
    '受け子',
  ],
  unpaid_trial: ['無償', '無報酬', '無給', '0円'],
  low_unit_price: ['文字単価0.1', '文字単価0.2', '文字単価0.3', '文字単価0.4', '文字単価0.5'],
  too_good_to_be_true: ['誰でも簡単', '必ず稼げ', '必ず儲か', '月収', '日給', '高収入', '楽に稼'],
  vague_job: ['簡単な作業', 'コピペ', '副業', '別のお仕事', '興味'],
  reward_change: ['減額', '無料で修正', '値下げ', '支払いを延期'],
}

const paths = process.argv.slice(2)
if (paths.length === 0) {
  console.error('usage: node build/tools/bench/baselines/ng-words.js FILE...')
  process.exit(1)
}
const judged = readCases(paths).map((item): Answered => {
  const found = Object.entries(WORDS).filter(([, words]) => words.some(word => item.text.includes(word)))
  return { item, judgement: { verdict: 'allow', flags: found.map(([category]) => ({ category })) } }
})
const counts = Object.keys(WORDS).map(category => countsOf(judged, category))
const { precision, recall, f1 } = qualityOf(sumCounts(counts))
const innocent = judged.filter(isLegitimate)
const flagged = innocent.filter(isWronglyFlagged).length
const share = (100 * flagged) / Math.max(1, innocent.length)
console.log(`micro precision ${precision.toFixed(3)} recall ${recall.toFixed(3)} F1 ${f1.toFixed(3)}`)
console.log(`unlabelled texts flagged ${flagged} of ${innocent.length} (${share.toFixed(1)}%)`)
