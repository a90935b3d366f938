/** Invented words from which the messages of the demonstration are put together. A slot `{name}` is filled from `FILLERS`. */

export const FILLERS = {
  work: [
    'データ入力',
    '記事作成',
    'バナー制作',
    '動画編集',
    '文字起こし',
    '商品登録',
    'アンケート集計',
    'ロゴ制作',
    '翻訳',
    'SNS 運用',
  ],
  app: [
    'LINE',
    'LINE公式',
    'Chatwork',
    'Telegram',
    'カカオトーク',
    'Discord',
    'WhatsApp',
    'L I N E',
    'ライン',
    'ＬＩＮＥ',
  ],
  handle: [
    'sample-desk',
    'shigoto.mihon',
    'rei_2024',
    'work-abc9',
    'hanako.demo',
    'mihon_777',
    'tokyo-rei',
    'demo.staff',
  ],
  price: ['3,980円', '9,800円', '19,800円', '29,800円', '49,800円', '5万円', '12万円'],
  income: ['月30万円', '月50万円', '日給3万円', '週に10万円', '月100万円', '初月から20万円'],
  site: ['見本アフィリエイト', 'デモ証券', 'サンプルカード', '例示銀行', 'テストポイント', 'みほんモール'],
  mail: ['tanto@example.com', 'saiyo@example.jp', 'entry@example.net', 'jimu@example.org'],
  phone: ['090-0000-1234', '080-0000-5678', '070-0000-9012'],
  opening: [
    'はじめまして。',
    'お世話になります。',
    'ご応募ありがとうございます。',
    'プロフィールを拝見しました。',
    'お忙しいところ失礼します。',
    'ぜひお願いしたくご連絡しました。',
    '',
  ],
  closing: [
    'よろしくお願いいたします。',
    'お返事お待ちしています。',
    'ご検討ください。',
    '本日中にお願いします。',
    '',
  ],
  count: ['2', '3', '5', '10', '20'],
} as const satisfies Readonly<Record<string, readonly string[]>>

export interface Theme {
  readonly kind: 'message' | 'job_post'
  readonly stage: 'pre_contract' | 'contracted'
  /** How often it is drawn, beside the others. */
  readonly weight: number
  readonly texts: readonly string[]
}

export const THEMES: readonly Theme[] = [
  {
    kind: 'message',
    stage: 'pre_contract',
    weight: 10,
    texts: [
      '{work}の件は、ここより早く話せる{app}で進めています。ID は {handle} です。追加してください。',
      '選考は{app}で行いますので、{handle} を友だち追加のうえ「応募」と送ってください。',
      '詳しい条件はメールでお送りします。{mail} までご連絡いただけますか。',
      '電話のほうが早いので {phone} にかけてください。{work}のことをご説明します。',
      'サイトのメッセージはあまり見ないため、{app}（{handle}）にお願いできますか。',
    ],
  },
  {
    kind: 'message',
    stage: 'pre_contract',
    weight: 6,
    texts: [
      '{work}を始める前に、教材を{price}でご購入いただきます。すぐに元が取れます。',
      '初心者の方には講座（{price}）を受けてからお仕事をお渡ししています。',
      '{work}に使うツールの代金として、先に{price}のお支払いをお願いします。',
    ],
  },
  {
    kind: 'message',
    stage: 'pre_contract',
    weight: 6,
    texts: [
      '契約の前に、本人確認として免許証の両面の写真とご住所、生年月日をお送りください。',
      'お名前、ご住所、電話番号、口座番号を教えてください。登録しておきます。',
      'マイナンバーカードの写真を撮って送ってください。{work}の登録に使います。',
    ],
  },
  {
    kind: 'message',
    stage: 'pre_contract',
    weight: 5,
    texts: [
      '{site}に無料で登録して口座を開くだけのお仕事です。登録が終わったら画面の写真を送ってください。',
      'まず{site}の会員登録をお願いします。登録が確認できたら{work}をお渡しします。',
      '{site}のリンクから申し込み、クレジットカードを作ってください。報酬は後でお支払いします。',
    ],
  },
  {
    kind: 'message',
    stage: 'pre_contract',
    weight: 5,
    texts: [
      'お友だちを{count}人紹介するだけで、紹介料が毎月入り続ける仕組みです。',
      '権利収入に興味はありませんか。一度、会わせたい人がいます。',
      '自分の下に{count}人つけば、あとは寝ていても{income}になります。',
    ],
  },
  {
    kind: 'message',
    stage: 'pre_contract',
    weight: 5,
    texts: [
      'お店に星5の口コミを{count}件書いてください。行かなくて大丈夫です。1件500円です。',
      '商品を買って高評価のレビューを投稿してください。代金はあとで全額お返しします。',
      '他社の製品に低評価を付けるお仕事です。文面はこちらで用意します。',
    ],
  },
  {
    kind: 'message',
    stage: 'contracted',
    weight: 4,
    texts: [
      '手数料がもったいないので、次からはサイトを通さず銀行に直接振り込みます。口座を教えてください。',
      '仮払いはせず、PayPay で直接お支払いしてもよいですか。',
      '申し訳ないのですが、報酬を半分に下げさせてください。予算が足りなくなりました。',
    ],
  },
  {
    kind: 'message',
    stage: 'pre_contract',
    weight: 3,
    texts: [
      '届いた荷物を別の住所へ送り直すだけです。中身は見ないでください。1件{price}お渡しします。',
      'あなた名義の銀行口座を貸してください。使わない通帳とカードで結構です。{income}です。',
      '指定の場所で封筒を受け取り、駅のロッカーに入れるだけで日給3万円です。',
    ],
  },
  {
    kind: 'job_post',
    stage: 'pre_contract',
    weight: 5,
    texts: [
      '【誰でもできる】スマホだけで{income}！経験も知識もいりません。仕事の内容は応募された方だけにお伝えします。',
      '簡単な作業で{income}、必ず稼げます。先着{count}名です。',
      '1文字0.05円で記事を{count}本お願いします。テストの記事は無料でお願いします。',
      '未経験で{income}。まずは{app}に登録してください。ID：{handle}',
    ],
  },
  {
    kind: 'message',
    stage: 'pre_contract',
    weight: 3,
    texts: [
      'お試しとして、まず{work}を{count}件、無償でお願いします。よければ本契約にします。',
      '採用の前に見本を{count}本つくってください。報酬は採用後からになります。',
    ],
  },
]

/** Messages that pass, and that their recipients report. */
export const REPORTED: readonly {
  readonly text: string
  readonly category: string
  readonly reason: string
}[] = [
  {
    text: '先日の件ですが、詳しくは前にお伝えした方法でお願いします。',
    category: 'off_platform_contact',
    reason: '前のメッセージで外の連絡先を渡されました。断っても続きます。',
  },
  {
    text: '一度お会いして、これからの働き方についてお話ししませんか。とても良い話です。',
    category: 'mlm',
    reason: '会ったら勧誘でした。ほかの人にも送っているようです。',
  },
  {
    text: '例の登録は終わりましたか。終わったら教えてください。',
    category: 'external_registration',
    reason: '口座を開くように何度も言われています。',
  },
  {
    text: '昨日のお約束どおり、先にお願いしたものを用意しておいてください。',
    category: 'material_purchase',
    reason: '仕事の前に教材を買うように言われました。',
  },
]

export const CONVERSATIONS: readonly (readonly {
  readonly from: 'client' | 'worker'
  readonly text: string
}[])[] = [
  [],
  [],
  [
    { from: 'client', text: 'はじめまして。お仕事のご相談です。' },
    { from: 'worker', text: 'ご連絡ありがとうございます。どのような内容でしょうか。' },
  ],
  [
    { from: 'worker', text: '応募いたしました。実績はプロフィールにあります。' },
    { from: 'client', text: '拝見しました。とても良いと思います。' },
    { from: 'worker', text: 'ありがとうございます。納期はいつ頃でしょうか。' },
  ],
  [
    { from: 'client', text: '急ぎでお願いできる方を探しています。' },
    { from: 'worker', text: '対応できます。条件を教えていただけますか。' },
  ],
]
