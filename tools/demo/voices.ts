/** What invented people say of what was flagged and decided. */

/** Reports of messages that are flagged already. */
export const OPINIONS: readonly {
  readonly kind?: string
  readonly category?: string
  readonly reason: string
}[] = [
  { category: 'off_platform_contact', reason: '外の連絡先を渡されました。断っても何度も送られてきます。' },
  { kind: 'not_a_violation', reason: '前から知っている依頼者です。問題はありませんでした。' },
  { category: 'personal_info_request', reason: '免許証の写真を送るように言われ、こわくなりました。' },
  { reason: 'ほかの人にも同じ文が届いているようです。' },
]

/** Objections to what was done: by whom, against which kind of decision, in which words. */
export const OBJECTIONS: readonly {
  readonly of: 'pending' | 'confirmed' | 'dismissed'
  readonly from: 'sender' | 'recipient'
  readonly category: string
  readonly texts: readonly string[]
}[] = [
  {
    of: 'confirmed',
    from: 'sender',
    category: 'off_platform_contact',
    texts: [
      'LINE スタンプの制作をお願いしただけで、連絡先の交換は求めていません。もう一度ご確認ください。',
      '社内で使っている道具の名前を書いただけです。やり取りはすべてこのサイトで行うつもりです。',
    ],
  },
  {
    of: 'dismissed',
    from: 'recipient',
    category: 'off_platform_contact',
    texts: [
      'このメッセージのあと、外の連絡先に移るようしつこく求められました。問題がないとは思えません。',
      'このあと、サイトの外でのやり取りを何度も勧められています。もう一度見てください。',
    ],
  },
  {
    of: 'pending',
    from: 'sender',
    category: 'off_platform_contact',
    texts: ['急ぎの仕事です。どこが規約に合わないのか分かりません。早めの確認をお願いします。'],
  },
]
