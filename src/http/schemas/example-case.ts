/** One case and what surrounds it, all made up: what the examples of the document are made of. */

const evidence = {
  start: 9,
  end: 13,
  text: 'LINE',
  rule: 'off_platform_contact.move_to_channel',
  reason: 'プラットフォームの外の連絡手段でのやり取りを求めています',
}
export const flag = {
  category: 'off_platform_contact',
  label: '外部連絡への誘導',
  severity: 'violation',
  confidence: 0.98,
  evidence: [evidence],
  advice: ['外部の連絡先には応じず、無視して構いません。'],
}
const decidedBy = { category: 'off_platform_contact', by: 'rule', threshold: 0.9 }
export const entry = {
  id: 'lst_01M85F628WA3C1WRHB8EFDMG3Y',
  list: 'deny',
  type: 'domain',
  value: 'bad.example.com',
  reason: '偽の登録ページ（通報 12 件）',
  category: 'external_registration',
  by: '佐藤',
  at: '2026-11-20T02:15:00.000Z',
  expiresAt: null,
}
export const ruleset = {
  version: '0.1.0',
  hash: '1bfd9f9423085ac4e38187997810f0f593dddbd666c22ecc19afe8c7cbbfa348',
}
export const id = 'scr_01M85F628WA3C1WRHB8EFDMG3Y'
export const summary = {
  id,
  messageId: 'm-1',
  createdAt: '2026-11-20T02:15:00.000Z',
  status: 'pending',
  stage: 'pre_contract',
  kind: 'message',
  clientId: 'client-1',
  verdict: 'block',
  confidence: 0.98,
  origin: 'screen',
  claim: null,
  decision: null,
  openAppeals: 0,
  reportCount: 0,
}
export const detail = {
  ...summary,
  text: 'ご応募への返事はLINEでお願いします。',
  textKept: 'full',
  flags: [flag],
  decidedBy,
  outsideContactApproved: false,
  client: { id: 'client-1', completedOrders: 0 },
  scores: { off_platform_contact: 0.98, mlm: 0.01 },
  ruleset,
  order: {
    waitingSince: '2026-11-20T02:15:00.000Z',
    factors: [
      { factor: 'held', label: '遮断していて、届いていません', hours: 24 },
      { factor: 'severity', label: '違反にあたるおそれがあります', hours: 12 },
      { factor: 'confidence', label: '確信度 0.98', hours: 11.8 },
    ],
  },
}
export const campaign = { id: 'cmp_01M85G0V7B2Q4E9K3TNHX6D8RA', size: 14, status: 'open', pending: 14 }
export const judgement = {
  id,
  messageId: 'm-1',
  verdict: 'block',
  flagged: true,
  confidence: 0.98,
  flags: [flag],
  decidedBy,
  scores: detail.scores,
  ruleset,
  campaign: null,
  replayed: false,
  identifiers: [{ type: 'line_id', value: 'abc_123', start: 30, end: 37 }],
  posting: null,
}
export const decided = {
  ...detail,
  status: 'confirmed',
  decision: {
    by: '佐藤',
    at: '2026-11-20T03:00:00.000Z',
    categories: ['off_platform_contact'],
    note: '契約前の誘導',
  },
}
export const report = {
  id: 'rep_01M85F9T0E4GQ3M2Z6T1W8KXNB',
  at: '2026-11-20T02:40:00.000Z',
  category: 'off_platform_contact',
  reason: 'LINE の交換を求められました',
  kind: 'violation',
  reporterId: 'worker-7',
  reporter: { decided: 4, upheld: 3, weight: 1.11, muted: false },
}
export const event = {
  id: 'evt_01M85FB2R0J8V5T7C4D9Y6HSPK',
  at: '2026-11-20T03:00:00.000Z',
  type: 'confirmed',
  actor: '佐藤',
  screeningId: id,
  detail: { categories: ['off_platform_contact'] },
}
export const client = {
  clientId: 'client-1',
  firstSeenAt: '2026-11-02T08:00:00.000Z',
  lastSeenAt: '2026-11-20T02:15:00.000Z',
  screenings: 3,
  byVerdict: { block: 2, warn: 1 },
  byStatus: { pending: 1, confirmed: 2, dismissed: 0 },
  byCategory: [{ category: 'off_platform_contact', flagged: 3, confirmed: 2, dismissed: 0 }],
  reports: 1,
  latest: [id],
  shares: [
    { clientId: 'client-2', by: 'campaign', campaignId: 'cmp_01M85G0V7B2Q4E9K3TNHX6D8RA', messages: 4 },
    { clientId: 'client-9', by: 'identifier', type: 'line_id', messages: 4 },
  ],
}
export const fate = { flagged: 40, confirmed: 36, dismissed: 2, precision: 0.947 }
export const rule = {
  id: 'off_platform_contact.move_to_channel',
  category: 'off_platform_contact',
  status: 'live',
  reason: evidence.reason,
}
export const delivery = {
  id: 'evt_01M85FB2R0J8V5T7C4D9Y6HSPK',
  eventId: 'evt_01M85FB2R0J8V5T7C4D9Y6HSPK',
  endpoint: 'default',
  screeningId: id,
  type: 'screening.flagged',
  status: 'dead',
  attempts: 11,
  createdAt: '2026-11-20T02:15:00.000Z',
  nextAttemptAt: '2026-11-21T09:00:00.000Z',
  lastError: 'the endpoint answered 500',
}

/** A case with all that a decision needs. */
export const opened = {
  ...detail,
  campaign,
  history: [
    { from: 'client', text: 'ご応募ありがとうございます。' },
    { from: 'worker', text: 'よろしくお願いします。' },
  ],
  mayAnswerAppeals: null,
  reports: [report],
  identifiers: [
    {
      type: 'line_id',
      value: 'abc_123',
      messages: 21,
      senders: 14,
      confirmedSenders: 3,
      from: 'text',
      historyIndex: null,
      sentence: 'このIDは14人の依頼者が使い、3人が違反と確認済み',
    },
  ],
  appeals: [],
  sender: {
    profile: detail.client,
    record: client,
    earlier: [
      {
        id: 'scr_01M7VYQ4T0P9K3N5R8X2B6C1DE',
        createdAt: '2026-11-16T08:00:00.000Z',
        verdict: 'block',
        status: 'confirmed',
        categories: ['off_platform_contact'],
        decidedBy: '鈴木',
        decidedAt: '2026-11-16T09:30:00.000Z',
      },
    ],
  },
  events: [{ ...event, type: 'viewed', detail: {} }],
  policy: [
    {
      category: flag.category,
      label: flag.label,
      severity: flag.severity,
      description: 'プラットフォームの外での連絡へ移らせるものです。',
      basis: ['プラットフォームの利用規約（外部連絡の禁止）'],
      advice: flag.advice,
    },
  ],
}
