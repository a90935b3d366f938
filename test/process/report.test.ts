import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import axe from 'axe-core'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { DatabaseLocation } from '../../src/contract/database-location.js'
import { openStore } from '../../src/store/store.js'
import { hasBrowser, launchBrowser, screenshots } from '../support/browser.js'
import { copy, lureOf } from '../support/copies.js'
import { fakeScreener } from '../support/screener.js'
import { startService } from '../support/service.js'
import { databases } from '../support/stores.js'

const directory = mkdtempSync(join(tmpdir(), 'sekisho-report-'))
afterAll(() => rmSync(directory, { recursive: true }))

const report = (DATABASE_URL: string, ...parameters: readonly string[]) =>
  spawnSync(process.execPath, [resolve('dist/cli/report.js'), ...parameters], {
    cwd: directory,
    env: { PATH: process.env.PATH ?? '', DATABASE_URL },
    encoding: 'utf8',
  })

const today = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10)
const month = today.slice(0, 7)
const lines = (folder: string, name: string): readonly string[] =>
  readFileSync(join(directory, folder, `${name}.csv`), 'utf8')
    .trim()
    .split('\r\n')
const pageIn = (folder: string): string => readFileSync(join(directory, folder, 'report.html'), 'utf8')

/** What a day brings, through the service. Returns the store's address. */
async function fill(location: DatabaseLocation): Promise<string> {
  const store = await openStore(location, 'full')
  const { post } = await startService({ screener: fakeScreener(), store })
  const screen = async (text: string): Promise<string> => (await post('/screen', { text })).json().id
  const decide = (id: string, decision: string) => post(`/screenings/${id}/review`, { decision })
  await screen('ok')
  await screen('LINE')
  await decide(await screen('LINE!'), 'confirmed')
  await decide(await screen('教材'), 'dismissed')
  await screen('安い')
  const wrong = await screen('LINEと安い')
  await decide(wrong, 'confirmed')
  const appeal = { from: 'sender', text: '制作の仕事です' }
  const { id } = (await post(`/screenings/${wrong}/appeals`, appeal)).json()
  await store.appeals.decide('default', id, 'somebody else', { outcome: 'granted' })
  const reported = { text: 'ok!', category: 'material_purchase', reporterId: 'w' }
  await decide((await post('/reports', reported)).json().screeningId, 'confirmed')
  const copies = [0, 1].map(number => copy({ text: lureOf(number) }))
  await store.inbox.keep('other', copies)
  await store.tallies.flush()
  return location.kind === 'sqlite' ? `sqlite:${location.file}` : location.url
}

const urls: string[] = []

test.each(databases)(
  'npm run report counts one tenant of a store on $name, and says where',
  async ({ create }) => {
    const { location, remove } = await create()
    afterAll(remove)
    const url = await fill(location)
    urls.push(url)
    const { stdout, stderr, status } = report(url, '--from', today, '--to', today, '--tenant', 'default')
    expect([status, stderr]).toEqual([0, ''])
    expect(stdout).toBe('report/report.html and 14 tables as CSV\n')
    expect(readdirSync(join(directory, 'report'))).toHaveLength(15)
    // Stopped, held, advised, found after delivery, reported, free, all.
    expect(lines('report', 'measures-by-month')).toEqual([expect.anything(), `${month},2,0,1,1,0,2,6`])
    // Waiting, confirmed, dismissed, carried over, all, error: two of the three that machines found and people looked at.
    expect(lines('report', 'automation').at(-1)).toMatch(/^合計,2,2,2,0,6,0\.6667,/)
    expect(lines('report', 'appeals')[1]).toMatch(/^送信者：.*,1,0,0,1,1,/)
    expect(lines('report', 'reports-by-month')[1]).toBe(`${month},1,0,0,1,0`)
    expect(pageIn('report')).toContain('透明性レポート：default')
    expect(pageIn('report')).toContain('期間の終わりはまだ来ていません')
    expect(pageIn('report')).not.toMatch(/LINE|制作の仕事|scr_|apl_/)
  },
)

test('hides what is small on request, and warns of what is no longer kept', () => {
  const from = `${Number(month.slice(0, 4)) - 1}-${month.slice(5)}-01`
  const period = ['--from', from, '--to', today, '--tenant', 'default']
  const { status } = report(urls[0] ?? '', ...period, '--suppress-below', '5', '--out', 'hidden')
  expect(status).toBe(0)
  expect(lines('hidden', 'measures-by-category').join()).not.toMatch(/,[1-4](,|$)/)
  expect(pageIn('hidden')).toContain('保存期間（180 日）より前です')
  expect(pageIn('hidden')).toContain('5 未満の数')
})

test('of a period in which nothing happened it says so', () => {
  const period = ['--from', '2020-02-01', '--to', '2020-02-29', '--tenant', 'default']
  expect(report(urls[0] ?? '', ...period, '--out', 'empty').status).toBe(0)
  expect(pageIn('empty')).toContain('この期間に記録された件はありません')
  expect(lines('empty', 'judged')).toEqual([expect.anything(), '2020-02,0,0,0,0,0'])
})

test.each([
  [['--form', today], /^Unknown option '--form'/],
  [['--from', '2026-02-30', '--to', today], /^--from "2026-02-30": expected a day such as 2026-01-31\n$/],
  [['--from', today, '--to', today, '--suppress-below', '0'], /^--suppress-below "0": expected a whole/],
  [['--from', today, '--to', today], /^--tenant: missing; the store has several: default, other\n$/],
  [['--from', today, '--to', today, '--tenant', 'x'], /^--tenant "x": .*; it has: default, other\n$/],
  [['--from', today, '--to', today, '--tenant', 'other', '--out', 'a-file'], /^--out "a-file": .*\n$/],
])('what is wrong is said in one line: %j', (parameters, message) => {
  writeFileSync(join(directory, 'a-file'), '')
  const { stdout, stderr, status } = report(urls[0] ?? '', ...parameters)
  expect([status, stdout]).toEqual([1, ''])
  expect(stderr).toMatch(message)
})

describe.runIf(hasBrowser)('in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true })
    browser = await launchBrowser()
  })
  afterAll(() => browser.close())

  test.each([
    [1_200, 'light'],
    [1_200, 'dark'],
    [390, 'light'],
    [390, 'dark'],
  ] as const)(
    '%i wide and %s everybody can read it, and it scrolls down only',
    async (width, colorScheme) => {
      const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme })
      const complaints: string[] = []
      page.on('console', message => complaints.push(message.text()))
      page.on('request', request => {
        if (!request.url().startsWith('file:')) complaints.push(request.url())
      })
      await page.goto(`file://${join(directory, 'report', 'report.html')}`)
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width)
      await page.screenshot({ path: join(screenshots, `report-${width}-${colorScheme}.png`), fullPage: true })
      await page.evaluate(`${axe.source}; void 0`)
      const violations =
        await page.evaluate(`axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(node => node.html.slice(0, 120)).join(' | ')))`)
      expect([complaints, violations]).toEqual([[], []])
      await page.close()
    },
  )
})
