import { describe, expect, test } from 'vitest'
import { highlightsOf } from '../../../../src/moderation/transparency/summary.js'
import { isEmpty, type Table } from '../../../../src/moderation/transparency/table.js'
import { tablesOf } from '../../../../src/moderation/transparency/tables.js'
import { loadReportWords } from '../../../../src/moderation/transparency/words.js'
import type { Figures } from '../../../../src/store/transparency/figures.js'

const words = loadReportWords('words/report.yaml')
const naming = {
  words,
  months: ['2026-01', '2026-02'],
  categories: [
    { id: 'mlm', label: 'ねずみ講' },
    { id: 'vague_job', label: '内容不明' },
  ],
}

const NOTHING: Figures = {
  judged: [],
  months: [],
  categories: [],
  detections: [],
  flags: [],
  decisions: { monthly: [], times: undefined, categories: [], histogram: [0, 0, 0, 0, 0, 0, 0] },
  reports: { monthly: [], categories: [], times: undefined, histogram: [0, 0, 0, 0, 0, 0, 0] },
  appeals: { filed: [], times: [] },
  opinions: [],
  campaigns: [],
}

/** A line a row, as it would be read aloud. */
function lines(tables: readonly Table[], id: string): readonly string[] {
  const table = tables.find(one => one.id === id)
  return (table?.rows ?? []).map(({ name, cells }) =>
    [
      name,
      ...cells.map(cell => {
        if (cell.kind === 'estimate') return cell.estimate === null ? '-' : cell.estimate.value.toFixed(2)
        return cell.kind === 'hidden' ? 'hidden' : String(cell.value ?? '-')
      }),
    ].join(' '),
  )
}

const arrival = (
  month: string,
  verdict: 'allow' | 'warn' | 'review' | 'block',
  status: 'pending' | 'confirmed' | 'dismissed',
  count: number,
  origin: 'screen' | 'report' = 'screen',
) => ({ month, verdict, status, origin, count })

describe('what was done', () => {
  const months = [
    arrival('2026-01', 'block', 'pending', 1),
    arrival('2026-01', 'block', 'confirmed', 2),
    arrival('2026-01', 'block', 'dismissed', 4),
    arrival('2026-02', 'review', 'pending', 8),
    arrival('2026-02', 'warn', 'confirmed', 16),
    // Reported messages had been let through, whatever they would be judged today.
    arrival('2026-02', 'block', 'confirmed', 32, 'report'),
    arrival('2026-02', 'allow', 'pending', 64, 'report'),
    arrival('2026-02', 'allow', 'dismissed', 128, 'report'),
  ]

  test('by month: stopped, held, advised, found after delivery, reported, free', () => {
    expect(lines(tablesOf({ ...NOTHING, months }, naming, 1), 'measures-by-month')).toEqual([
      '2026-01 3 0 0 0 0 4 7',
      '2026-02 0 8 16 32 64 128 248',
      '合計 3 8 16 32 64 132 255',
    ])
  })

  test('by category: those of today, then one that is gone, then none; all of them once', () => {
    const categories = [
      { ...arrival('', 'block', 'pending', 3), category: 'vague_job' },
      { ...arrival('', 'review', 'confirmed', 5), category: 'old_one' },
      { ...arrival('', 'allow', 'pending', 7, 'report'), category: '' },
    ]
    expect(lines(tablesOf({ ...NOTHING, months, categories }, naming, 1), 'measures-by-category')).toEqual([
      'ねずみ講 0 0 0 0 0 0 0',
      '内容不明 3 0 0 0 0 0 3',
      'old_one 0 5 0 0 0 0 5',
      '区分なし 0 0 0 0 7 0 7',
      '件数（重複なし） 3 8 16 32 64 132 255',
    ])
  })
})

test('who found and who decided; only what was looked at one by one tells of errors', () => {
  const detections = [
    { by: 'rule' as const, status: 'confirmed' as const, carried: false, count: 6 },
    { by: 'rule' as const, status: 'dismissed' as const, carried: false, count: 2 },
    { by: 'rule' as const, status: 'dismissed' as const, carried: true, count: 50 },
    { by: 'reader' as const, status: 'pending' as const, carried: false, count: 3 },
    { by: 'notice' as const, status: 'dismissed' as const, carried: false, count: 9 },
  ]
  const tables = tablesOf({ ...NOTHING, detections }, naming, 1)
  // Waiting, confirmed, dismissed, carried over, all, error.
  expect(lines(tables, 'automation')).toEqual([
    'ルール 0 6 2 50 58 0.25',
    '読解モデル 3 0 0 0 3 -',
    '文字の並びの統計 0 0 0 0 0 -',
    'リスト 0 0 0 0 0 -',
    '一斉送信の照合 0 0 0 0 0 -',
    '依頼者の情報 0 0 0 0 0 -',
    '通報 0 0 9 0 9 -',
    '合計 3 6 11 50 70 0.25',
  ])
  expect(lines(tables, 'accuracy').at(-1)).toBe('件数（重複なし） 6 2 8 0.25')
})

test('errors by category, times, reports, appeals and campaigns', () => {
  const times = (name: string, median: number, p90: number, count = 4) => ({ name, count, median, p90 })
  const figures: Figures = {
    ...NOTHING,
    flags: [
      { category: 'mlm', upheld: true, count: 9 },
      { category: 'mlm', upheld: false, count: 1 },
    ],
    decisions: {
      monthly: [
        { month: '2026-01', status: 'confirmed', carried: false, count: 3 },
        { month: '2026-01', status: 'confirmed', carried: true, count: 7 },
        { month: '2026-02', status: 'dismissed', carried: false, count: 1 },
      ],
      times: times('', 60, 600),
      categories: [times('mlm', 30, 90, 2)],
      histogram: [1, 2, 0, 0, 0, 0, 1],
    },
    reports: {
      monthly: [
        { month: '2026-01', kind: 'violation', status: 'confirmed', count: 2 },
        { month: '2026-02', kind: 'violation', status: 'dismissed', count: 1 },
        { month: '2026-02', kind: 'not_a_violation', status: 'dismissed', count: 5 },
      ],
      categories: [{ category: '', status: 'confirmed', count: 2 }],
      times: times('', 100, 200, 3),
      histogram: [3, 0, 0, 0, 0, 0, 0],
    },
    appeals: {
      filed: [
        { side: 'sender', contests: 'confirmed', status: 'granted', count: 1 },
        { side: 'sender', contests: 'confirmed', status: 'rejected', count: 3 },
        { side: 'recipient', contests: 'dismissed', status: 'open', count: 2 },
      ],
      times: [times('sender', 5, 6)],
    },
    campaigns: [{ status: 'open', campaigns: 2, messages: 30, senders: 4 }],
  }
  const tables = tablesOf(figures, naming, 1)
  expect(lines(tables, 'accuracy').slice(0, 2)).toEqual(['ねずみ講 9 1 10 0.10', '内容不明 0 0 0 -'])
  expect(lines(tables, 'decisions-by-month')).toEqual([
    '2026-01 3 0 7 10',
    '2026-02 0 1 0 1',
    '合計 3 1 7 11',
  ])
  expect(lines(tables, 'response-times')).toEqual([
    '到着から判断まで 4 60 600',
    '通報から判断まで 3 100 200',
    '送信者の異議から回答まで 4 5 6',
    '受信者の異議から回答まで 0 - -',
  ])
  expect(lines(tables, 'decision-times')).toEqual([
    'ねずみ講 2 30 90',
    '内容不明 0 - -',
    '件数（重複なし） 4 60 600',
  ])
  expect(lines(tables, 'time-distribution').map(line => line.split(' ').slice(-2).join(' '))).toEqual([
    ...['1 3', '2 0', '0 0', '0 0', '0 0', '0 0', '1 0', '4 3'],
  ])
  expect(lines(tables, 'reports-by-month')).toEqual([
    '2026-01 2 0 0 2 0',
    '2026-02 0 1 0 1 5',
    '合計 2 1 0 3 5',
  ])
  expect(lines(tables, 'appeals')).toEqual([
    '送信者：違反・制限としたことへの異議 1 3 0 4 0.25',
    '受信者：違反・制限としたことへの異議 0 0 0 0 -',
    '受信者：違反なしとしたことへの異議 0 0 2 2 -',
    '合計 1 3 2 6 0.25',
  ])
  expect(lines(tables, 'campaigns')[0]).toBe('判断待ち 2 30 4')
  expect(highlightsOf(tables, words).map(({ label }) => label)).toEqual(Object.values(words.summary).slice(1))
})

test('second opinions: whether it was a violation, each category, and all of it the same', () => {
  const finding = (...categories: string[]) => ({
    decision: categories.length > 0 ? ('confirmed' as const) : ('dismissed' as const),
    categories,
  })
  const opinions = [
    { first: finding('mlm'), second: finding('mlm'), count: 6 },
    { first: finding('mlm'), second: finding('mlm', 'vague_job'), count: 2 },
    { first: finding(), second: finding(), count: 2 },
  ]
  expect(lines(tablesOf({ ...NOTHING, opinions }, naming, 1), 'agreement')).toEqual([
    '違反かどうか 10 1.00 1.00',
    'ねずみ講 10 1.00 1.00',
    '内容不明 10 0.80 0.00',
    '判断と区分がすべて同じ 10 0.80 -',
  ])
})

test('of nothing every table is empty', () => {
  expect(tablesOf(NOTHING, naming, 1).filter(table => !isEmpty(table))).toEqual([])
})

test('the words name every table once, and laws that there are', () => {
  const named = words.sections.flatMap(({ tables }) => tables)
  expect([...named].sort()).toEqual(
    tablesOf(NOTHING, naming, 1)
      .map(({ id }) => id)
      .sort(),
  )
  expect(words.sections.flatMap(({ laws }) => laws).sort()).toEqual(Object.keys(words.laws).sort())
})
