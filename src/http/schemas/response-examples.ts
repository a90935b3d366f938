import { appealExamples } from './appeal-examples.js'
import { budgetExamples } from './budget-examples.js'
import { campaignExamples } from './campaign-examples.js'
import {
  campaign,
  client,
  decided,
  delivery,
  detail,
  entry,
  event,
  fate,
  flag,
  id,
  judgement,
  opened,
  report,
  rule,
  ruleset,
  summary,
} from './example-case.js'
import { opinionExamples } from './opinion-examples.js'

/**
 * What operations answer, by operation id: shown in Swagger UI beside the schema. All made up; the tests hold each
 * against its schema.
 */
export const responseExamples: Readonly<Record<string, unknown>> = {
  screen: judgement,
  screenBatch: { results: [judgement] },
  listScreenings: {
    items: [{ ...summary, text: '●●●●●●●●LINE●●●●●●●', flags: [flag], campaign }],
    nextCursor: null,
  },
  countScreenings: { pending: 12, confirmed: 30, dismissed: 4, appealed: 1 },
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
  ...budgetExamples,
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
