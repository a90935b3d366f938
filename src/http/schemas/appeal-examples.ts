const screeningId = 'scr_01M85F628WA3C1WRHB8EFDMG3Y'

const appealExample = {
  id: 'apl_01M85FD3Z4M7Q0X5W8N2C6T9KB',
  screeningId,
  from: 'sender',
  contests: 'confirmed',
  text: 'LINE スタンプの制作をお願いしただけで、連絡先の交換は求めていません。',
  status: 'open',
  createdAt: '2026-11-20T04:10:00.000Z',
  decidedAt: null,
  decidedBy: null,
  note: null,
}

const answered = {
  ...appealExample,
  status: 'granted',
  decidedAt: '2026-11-20T05:00:00.000Z',
  decidedBy: '鈴木',
  note: '仕事の題材としての LINE',
}

const passage = { category: 'off_platform_contact', start: 9, end: 13, text: 'LINE' }
const rule = {
  category: 'off_platform_contact',
  label: { ja: '外部連絡への誘導', en: 'Moving contact off the platform' },
  text: {
    ja: 'プラットフォームの外での連絡へ移らせる依頼です。',
    en: 'Moves the conversation to LINE, mail, phone, video calls, forms or another channel outside the platform.',
  },
}

/** What operations on appeals and statements answer: see `response-examples.ts`. */
export const appealExamples: Readonly<Record<string, unknown>> = {
  appeal: { id: appealExample.id, status: 'open' },
  listAppealsOfScreening: { appeals: [appealExample] },
  listAppeals: { items: [appealExample], nextCursor: null },
  decideAppeal: answered,
  getStatement: {
    for: 'sender',
    text: {
      ja: 'メッセージは相手の方に届けませんでした。担当者が読み、サイトのルールに合わないと判断しました。\n\nこの判断のもとになったのは、次の箇所です：「LINE」',
      en: 'We did not deliver your message. A member of our team read it and found that it does not fit the rules of the site.\n\nThe decision rests on this part of your message: “LINE”',
    },
    decision: { status: 'confirmed', measure: 'stopped', by: 'person', at: '2026-11-20T03:00:00.000Z' },
    passages: [passage],
    rules: [rule],
    automated: { detection: true, decision: 'partially' },
    appeal: {
      possible: true,
      until: '2027-05-19T03:00:00.000Z',
      status: null,
      how: {
        ja: 'この判断に納得がいかないときは、2027年5月19日まで、一度だけ異議を申し立てられます。',
        en: 'If you do not agree, you can object once, until 19 May 2027.',
      },
    },
    dsa: {
      decision_visibility: ['DECISION_VISIBILITY_CONTENT_DISABLED'],
      decision_visibility_other: null,
      decision_ground: 'DECISION_GROUND_INCOMPATIBLE_CONTENT',
      incompatible_content_ground: rule.label.en,
      incompatible_content_explanation: rule.text.en,
      incompatible_content_illegal: 'No',
      content_type: ['CONTENT_TYPE_TEXT'],
      content_language: 'JA',
      content_date: '2026-11-20',
      application_date: '2026-11-20',
      decision_facts:
        'A private message on a crowdsourcing platform, sent to another user, was not delivered. It was found by automated means and reviewed by a person, who upheld the decision.',
      category: 'STATEMENT_CATEGORY_OTHER_VIOLATION_TC',
      category_addition: [],
      category_specification: ['KEYWORD_OTHER'],
      category_specification_other: 'Contact outside the platform',
      source_type: 'SOURCE_VOLUNTARY',
      automated_detection: 'Yes',
      automated_decision: 'AUTOMATED_DECISION_PARTIALLY',
      puid: screeningId,
    },
  },
}
