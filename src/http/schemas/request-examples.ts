const ids = ['scr_01M85F628WA3C1WRHB8EFDMG3Y', 'scr_01M85F7Q4XN2V8C6T0B9D5HJKR'] as const

/** Filled-in bodies of the moderators' operations; those of screening are in `examples.ts`. */
export const requestExamples: Readonly<
  Record<string, Readonly<Record<string, { readonly summary: string; readonly value: object }>>>
> = {
  nextScreening: {
    any: { summary: '害の大きいものから 1 件', value: {} },
    held: {
      summary: '保留中の募集文を古い順に',
      value: { verdict: 'review', kind: 'job_post', sort: 'oldest', minutes: 20 },
    },
  },
  reviewScreenings: {
    confirmed: {
      summary: 'まとめて違反と確認する',
      value: { ids, decision: 'confirmed', note: '同じ誘導文' },
    },
  },
  reopenScreenings: { some: { summary: 'まとめて未確認に戻す', value: { ids: ids.slice(0, 1) } } },
  markGolden: {
    decided: { summary: '判定済みの件を正解にする', value: { id: ids[0], note: '典型的な誘導' } },
  },
  claimScreening: { minutes: { summary: '15 分だけ担当する', value: { minutes: 15 } } },
  reviewScreening: {
    confirmed: { summary: '違反と確認する', value: { decision: 'confirmed', note: '契約前の誘導' } },
    corrected: {
      summary: 'カテゴリを直して確認する',
      value: { decision: 'confirmed', categories: ['material_purchase'], note: '教材の販売が目的' },
    },
    dismissed: {
      summary: '問題なしとする',
      value: { decision: 'dismissed', note: 'LINE スタンプの制作依頼' },
    },
  },
  reviewCampaign: {
    confirmed: {
      summary: 'すべて違反と確認する',
      value: { decision: 'confirmed', note: 'LINE への一斉誘導' },
    },
    dismissed: { summary: 'すべて問題なしとする', value: { decision: 'dismissed', note: '定型の募集文' } },
  },
  report: {
    letThrough: {
      summary: '届けたメッセージへの通報',
      value: {
        text: 'すてきな方なので、尊敬する経営者に一度会っていただきたいです。',
        messageId: 'm-2',
        category: 'mlm',
        reason: '勧誘だと感じました',
        reporterId: 'worker-7',
        client: { id: 'client-1' },
      },
    },
    fine: {
      summary: '要確認になったが問題なかった',
      value: { text: 'LINEスタンプの制作をお願いします。', messageId: 'm-3', kind: 'not_a_violation' },
    },
  },
  appeal: {
    sender: {
      summary: '送った人からの申し立て',
      value: {
        from: 'sender',
        text: 'LINE スタンプの制作をお願いしただけで、連絡先の交換は求めていません。',
      },
    },
  },
  decideAppeal: {
    granted: { summary: '認める', value: { outcome: 'granted', note: '仕事の題材としての LINE' } },
    rejected: { summary: '認めない', value: { outcome: 'rejected' } },
  },
  setListEntry: {
    deny: {
      summary: '拒否する（期限と分類つき）',
      value: {
        reason: '偽の登録ページ（通報 12 件）',
        category: 'external_registration',
        expiresAt: '2099-01-01T00:00:00+09:00',
      },
    },
    allow: { summary: '許可する', value: { reason: '自社のヘルプページ' } },
  },
  setEndpoint: {
    own: { summary: '署名の鍵は作ってもらう', value: { url: 'https://platform.example/hooks/sekisho' } },
  },
}
