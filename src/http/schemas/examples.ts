import type { z } from 'zod'
import type { screenRequest } from '../../contract/message.js'

interface Example<Value> {
  readonly summary: string
  readonly value: Value
}

type Message = z.input<typeof screenRequest>

/** Messages to press "Try it out" with: one of each kind, made up for this page. */
export const screenExamples: Readonly<Record<string, Example<Message>>> = {
  line: {
    summary: 'LINE への誘導',
    value: {
      text: 'ご応募ありがとうございます。詳細はLINEでお話ししますので、ID: sample-desk を追加してください。',
      stage: 'pre_contract',
      client: { id: 'client-1', identityVerified: false, completedOrders: 0, accountAgeDays: 3 },
    },
  },
  personalInfo: {
    summary: '個人情報の要求',
    value: {
      text: '採用を前向きに検討しております。お手数ですが、お名前・ご住所・電話番号・生年月日をこのメッセージにご返信ください。',
    },
  },
  material: {
    summary: '教材の購入',
    value: {
      text: '未経験の方には最初に19,800円のスターター教材をご購入いただきます。ほとんどの方が初月の報酬で元を取られています。',
    },
  },
  review: {
    summary: '口コミの依頼',
    value: {
      text: '当店のGoogleマップに星5の口コミを投稿してください。1件につき300円をお支払いします。来店していなくても構いません。',
      kind: 'job_post',
    },
  },
  splitContact: {
    summary: '分割された連絡先（履歴つき）',
    value: {
      text: '5678 です。お電話お待ちしています。',
      history: [
        { from: 'client', text: '急ぎなので直接お話しできればと思います。番号は 090-1234-' },
        { from: 'worker', text: 'はい、どのようなご用件でしょうか。' },
      ],
    },
  },
  allowed: {
    summary: '許可するドメインと語句つき',
    value: {
      text: '公式LINEの運用代行をお願いします。手順は https://help.platform.example.com/guide をご覧ください。',
      allow: { domains: ['platform.example.com'], phrases: ['公式LINEの運用代行'] },
    },
  },
  recipient: {
    summary: '受信者つき（大勢への誘導を数える）',
    value: {
      text: 'LINEでお話ししましょう。',
      client: { id: 'client-1' },
      recipient: { id: 'worker-7' },
    },
  },
  legitimate: {
    summary: '正当な依頼',
    value: {
      text: 'はじめまして。コーヒー豆の通販サイトに載せる紹介記事（2,000文字、1本4,000円）をお願いしたくご連絡しました。構成案はこちらで用意し、仮払いの完了後に着手していただく流れです。ご質問はこのメッセージ欄でお気軽にどうぞ。',
    },
  },
  jobPost: {
    summary: '募集文（怪しい好条件）',
    value: {
      text: '【在宅】スマホだけでOK！1日10分の簡単作業で誰でも月収50万円。先着20名限定。仕事内容の詳細はご応募後、公式アカウントの登録が済んだ方にのみお伝えします。',
      kind: 'job_post',
    },
  },
  explained: {
    summary: '判定の過程つき・保存なし',
    value: {
      text: '連絡はラ○ンでお願いできますか？',
      dryRun: true,
      explain: true,
    },
  },
}

const two: readonly Message[] = [
  { text: '続きはカカオトークでお話ししましょう。IDをお送りします。', messageId: 'example-1' },
  {
    text: '納品物を確認しました。丁寧なお仕事をありがとうございました。',
    messageId: 'example-2',
    stage: 'delivered',
  },
]

export const batchExamples: Readonly<Record<string, Example<{ readonly messages: readonly Message[] }>>> = {
  mixed: { summary: '誘導と正当な依頼', value: { messages: two } },
}

export const streamExamples: Readonly<Record<string, Example<string>>> = {
  lines: {
    summary: '1 行に 1 件',
    value: two.map(message => `${JSON.stringify(message)}\n`).join(''),
  },
}
