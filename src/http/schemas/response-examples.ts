import { appealExamples } from './appeal-examples.js'
import { campaignExamples } from './campaign-examples.js'
import { opinionExamples } from './opinion-examples.js'

/**
 * What operations answer, by operation id: shown in Swagger UI beside the schema. All made up; the tests hold each
 * against its schema.
 */
const evidence = {
  start: 9,
  end: 13,
  text: 'LINE',
  rule: 'off_platform_contact.move_to_channel',
  reason: 'プラットフォームの外の連絡手段でのやり取りを求めています',
}
const flag = {
  category: 'off_platform_contact',
  label: '外部連絡への誘導',
  severity: 'violation',
  confidence: 0.98,
  evidence: [evidence],
  advice: ['外部の連絡先には応じず、無視して構いません。'],
}
const decidedBy = { category: 'off_platform_contact', by: 'rule', threshold: 0.9 }
const entry = {
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
const ruleset = { version: '0.1.0', hash: '1bfd9f9423085ac4e38187997810f0f593dddbd666c22ecc19afe8c7cbbfa348' }
const id = 'scr_01M85F628WA3C1WRHB8EFDMG3Y'
const summary = {
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
}
const detail = {
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
const campaign = { id: 'cmp_01M85G0V7B2Q4E9K3TNHX6D8RA', size: 14, status: 'open', pending: 14 }
const judgement = {
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
  identifiers: [{ type: 'line_id', value: 'abc_123', start: 30, end: 37 }],
  posting: null,
}
const decided = {
  ...detail,
  status: 'confirmed',
  decision: {
    by: '佐藤',
    at: '2026-11-20T03:00:00.000Z',
    categories: ['off_platform_contact'],
    note: '契約前の誘導',
  },
}
const report = {
  id: 'rep_01M85F9T0E4GQ3M2Z6T1W8KXNB',
  at: '2026-11-20T02:40:00.000Z',
  category: 'off_platform_contact',
  reason: 'LINE の交換を求められました',
  kind: 'violation',
  reporterId: 'worker-7',
  reporter: { decided: 4, upheld: 3, weight: 1.11, muted: false },
}
const event = {
  id: 'evt_01M85FB2R0J8V5T7C4D9Y6HSPK',
  at: '2026-11-20T03:00:00.000Z',
  type: 'confirmed',
  actor: '佐藤',
  screeningId: id,
  detail: { categories: ['off_platform_contact'] },
}
const client = {
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
const fate = { flagged: 40, confirmed: 36, dismissed: 2, precision: 0.947 }
const rule = {
  id: 'off_platform_contact.move_to_channel',
  category: 'off_platform_contact',
  status: 'live',
  reason: evidence.reason,
}
const delivery = {
  id: 'evt_01M85FB2R0J8V5T7C4D9Y6HSPK',
  screeningId: id,
  type: 'screening.flagged',
  status: 'dead',
  attempts: 11,
  createdAt: '2026-11-20T02:15:00.000Z',
  nextAttemptAt: '2026-11-21T09:00:00.000Z',
  lastError: 'the endpoint answered 500',
}

/** A case with all that a decision needs. */
const opened = {
  ...detail,
  campaign,
  history: [
    { from: 'client', text: 'ご応募ありがとうございます。' },
    { from: 'worker', text: 'よろしくお願いします。' },
  ],
  reports: [report],
  identifiers: [
    {
      type: 'line_id',
      value: 'abc_123',
      messages: 21,
      senders: 14,
      confirmedSenders: 3,
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

export const responseExamples: Readonly<Record<string, unknown>> = {
  screen: judgement,
  screenBatch: { results: [judgement] },
  listScreenings: {
    items: [{ ...summary, text: '●●●●●●●●LINE●●●●●●●', flags: [flag], campaign }],
    nextCursor: null,
  },
  countScreenings: { pending: 12, confirmed: 30, dismissed: 4 },
  getScreening: opened,
  nextScreening: { ...opened, claim: { by: '佐藤', until: '2026-11-20T02:30:00.000Z' } },
  reviewScreenings: {
    results: [
      { id, status: 'decided' },
      { id: 'scr_01M85F7Q4XN2V8C6T0B9D5HJKR', status: 'conflict' },
    ],
  },
  reopenScreenings: { results: [{ id, status: 'reopened' }] },
  claimScreening: { ...detail, claim: { by: '佐藤', until: '2026-11-20T02:30:00.000Z' } },
  releaseScreening: detail,
  reviewScreening: decided,
  reopenScreening: detail,
  listEvents: { events: [event] },
  listAudit: { events: [event], nextCursor: null },
  ...appealExamples,
  ...campaignExamples,
  ...opinionExamples,
  report: { id: report.id, screeningId: id, isNew: true, verdict: 'warn' },
  getStats: {
    from: '2026-10-21T00:00:00.000Z',
    to: '2026-11-20T00:00:00.000Z',
    volumes: { allow: 52_310, warn: 410, review: 260, block: 95 },
    days: [{ day: '2026-11-19', verdicts: { allow: 1_744, warn: 14, review: 9, block: 3 } }],
    queue: { pending: 12, claimed: 2, oldestPendingAt: '2026-11-19T22:10:00.000Z' },
    decisions: {
      confirmed: 310,
      dismissed: 21,
      secondsToDecision: { median: 1_260, p90: 9_800, max: 61_000 },
    },
    categories: [{ category: 'off_platform_contact', ...fate, missed: 3 }],
    rules: [{ rule: rule.id, category: rule.category, status: 'live', hits: 71, ...fate }],
    reports: { received: 18, confirmed: 6, dismissed: 9, notAViolation: 2 },
    appeals: { open: 1, granted: 2, rejected: 5 },
  },
  getClient: client,
  getIdentifier: {
    type: 'line_id',
    messages: 21,
    senders: 14,
    confirmed: 5,
    dismissed: 1,
    firstSeen: '2026-11-02T08:00:00.000Z',
    lastSeen: '2026-11-20T02:15:00.000Z',
  },
  eraseClient: { screenings: 3 },
  listEntries: { items: [entry], nextCursor: null },
  getListEntry: entry,
  setListEntry: entry,
  getEndpoint: {
    url: 'https://platform.example/hooks/sekisho',
    createdAt: '2026-11-01T00:00:00.000Z',
    state: 'delivering',
    failures: 0,
    pausedUntil: null,
  },
  setEndpoint: { url: 'https://platform.example/hooks/sekisho', secret: 'whsec_…' },
  listDeliveries: { items: [delivery], nextCursor: null },
  listCategories: {
    categories: [
      {
        id: 'off_platform_contact',
        label: '外部連絡への誘導',
        severity: 'violation',
        source: 'text',
        description: 'プラットフォームの外での連絡へ移らせるものです。',
        basis: ['プラットフォームの利用規約（外部連絡の禁止）'],
        advice: flag.advice,
        thresholds: {
          pre_contract: { flag: 0.35, review: 0.55, block: 0.9, readerBlock: 0.98 },
          contracted: { flag: 0.35, review: null, block: null, readerBlock: null },
          delivered: { flag: 0.35, review: null, block: null, readerBlock: null },
        },
      },
    ],
  },
  getRuleset: { ...ruleset, reader: { mode: 'all' }, rules: [rule] },
  reloadRuleset: { ...ruleset, reader: { mode: 'all' }, rules: [rule] },
  health: { status: 'ok' },
  readiness: { status: 'ready', ruleset, reader: { mode: 'all' } },
}

/** From one answer to the next question, for those who follow the document. */
export const links: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  listScreenings: {
    open: {
      operationId: 'getScreening',
      parameters: { id: '$response.body#/items/0/id' },
      description: '一覧の id で全体を開く',
    },
  },
  appeal: {
    decide: {
      operationId: 'decideAppeal',
      parameters: { id: '$response.body#/id' },
      description: 'この申し立てに答える',
    },
  },
  screen: {
    open: {
      operationId: 'getScreening',
      parameters: { id: '$response.body#/id' },
      description: '要確認になった件を開く',
    },
  },
  getScreening: {
    review: {
      operationId: 'reviewScreening',
      parameters: { id: '$response.body#/id' },
      description: 'この件を判定する',
    },
    client: {
      operationId: 'getClient',
      parameters: { id: '$response.body#/clientId' },
      description: 'この依頼者のこれまでを見る',
    },
  },
  report: {
    open: {
      operationId: 'getScreening',
      parameters: { id: '$response.body#/screeningId' },
      description: '通報された件を開く',
    },
  },
}
