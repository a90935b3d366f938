import { expect, test } from 'vitest'
import { csvOf } from '../../../src/cli/transparency/csv.js'
import { inWords } from '../../../src/cli/transparency/format.js'
import { pageOf } from '../../../src/cli/transparency/page.js'
import { count, countTable, seconds, share, type Table } from '../../../src/moderation/transparency/table.js'
import { loadReportWords } from '../../../src/moderation/transparency/words.js'

const words = loadReportWords('words/report.yaml')

const errors = (name: string): Table => ({
  id: 'accuracy',
  title: '誤り率',
  head: '区分',
  addsUp: false,
  columns: [
    { label: '件数, すべて', kind: 'count' },
    { label: '誤り率', kind: 'estimate', isShare: true },
    { label: '中央値', kind: 'seconds' },
  ],
  rows: [
    { name, cells: [count(1_234), share(1, 4), seconds(90, 3)] },
    { name: '空', cells: [count(0), share(0, 0), seconds(undefined, 0)] },
    { name: '伏せ', cells: [{ kind: 'hidden' }, { kind: 'hidden' }, { kind: 'hidden' }] },
  ],
})

test('CSV: the mark that Excel knows, CRLF, quotes where they are needed, bare figures with their interval', () => {
  expect(csvOf(errors('ある"区分"'), words)).toBe(
    '\u{feff}区分,"件数, すべて",誤り率,誤り率（95% 下限）,誤り率（95% 上限）,中央値（秒）\r\n' +
      '"ある""区分""",1234,0.25,0.0456,0.6994,90\r\n' +
      '空,0,,,,\r\n' +
      '伏せ,非表示,非表示,,,非表示\r\n',
  )
})

test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1+1'])('CSV: %j is no formula', name => {
  const [, line = ''] = csvOf(errors(name), words).split('\r\n')
  expect(line.replace(/^"/, '')).toMatch(/^'/)
})

test.each([
  [count(1_234_567), {}, '1,234,567'],
  [share(1, 4), { isShare: true }, '25.0%（4.6%〜69.9%）'],
  [share(0, 0), { isShare: true }, '—'],
  [seconds(59, 1), {}, '59 秒'],
  [seconds(90, 1), {}, '1.5 分'],
  [seconds(3_600, 1), {}, '1 時間'],
  [seconds(47.5 * 3_600, 1), {}, '47.5 時間'],
  [seconds(60 * 3_600, 1), {}, '2.5 日'],
  [seconds(undefined, 0), {}, '—'],
  [{ kind: 'hidden' } as const, {}, '非表示'],
])('figures in words: %j', (cell, column, said) => {
  expect(inWords(cell, { label: '', kind: 'count', ...column }, words)).toBe(said)
})

const measures = countTable(
  {
    id: 'measures-by-month',
    title: '月ごとの措置',
    head: '月',
    names: words.measures,
    total: words.total,
    addsUp: true,
  },
  [
    { name: '2026-01', countOf: of => (of === 'held' ? 2 : 0) },
    { name: '2026-02', countOf: () => 1 },
  ],
)

const report = { words, tenant: 'acme', period: '期間', made: 'いま', warnings: ['注意'] }

test('the page draws what it shows, loads nothing, and what is stored is inert in it', async () => {
  const name = '<script>alert(1)</script>'
  const page = await pageOf({ ...report, tables: [measures, errors(name)], tenant: '<b>"acme"' })
  expect(page.match(/<svg/g)).toHaveLength(2)
  expect(page).toContain('role="img" aria-label="グラフ：月ごとの措置。')
  expect(page).toContain('<title>透明性レポート：&lt;b&gt;&quot;acme&quot;</title>')
  expect(page).toContain('<th scope="row">&lt;script&gt;')
  expect(page).not.toMatch(/<script|<b>|https?:\/\/(?!www\.w3\.org)/)
})

test('of a period without a case it says so, and draws nothing', async () => {
  const nothing = countTable(
    { id: 'judged', title: 't', head: 't', names: words.verdicts, total: words.total, addsUp: true },
    [{ name: '2026-01', countOf: () => 0 }],
  )
  const page = await pageOf({ ...report, tables: [nothing] })
  expect(page).toContain('この期間に記録された件はありません。')
  expect(page).not.toContain('<svg')
})
