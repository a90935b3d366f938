import { describe, expect, test } from 'vitest'
import { hasBrowser } from '../support/browser.js'
import { onDesk } from '../support/desk.js'

describe.skipIf(!hasBrowser)('when something is in the way, the desk says so in words', () => {
  const { tenant, sitDown } = onDesk()

  test.each([
    ['offline', 'つながりません', (route: Route) => route.abort()],
    [
      'a proxy that answers with a page',
      '手前にあるサーバー',
      page(502, 'text/html', '<html>Bad Gateway</html>'),
    ],
    ['overload', '混み合っています', problem(503, 'overloaded')],
    ['the store', '保存先が応答しません', problem(503, 'store_unavailable')],
    ['too much at once', '少し待つ必要があります', problem(429, 'too_many_requests')],
  ] as const)('%s: the case comes back with its note, and can be sent again', async (name, words, answer) => {
    const { fill, keys, call } = await tenant(`fault-${name.replaceAll(' ', '-')}`, '佐藤')
    await fill(3)
    const { page, text, notices, caseId, opens } = await sitDown(keys[0] ?? '')
    await text.waitFor()
    const id = caseId()
    await page.locator('#note').fill('大切な覚え書き')
    await page.locator('#case-title').click()
    await page.route('**/review', answer)
    await page.keyboard.press('d')
    const notice = notices.locator('.wrong', { hasText: words })
    await notice.waitFor()
    const box = await notice.boundingBox()
    expect(box !== null && box.y >= 0 && box.y + box.height <= 800).toBe(true)
    await page.unroute('**/review')
    await notice.getByRole('button', { name: 'その件に戻る' }).click()
    await opens(id)
    expect(await page.locator('#note').inputValue()).toBe('大切な覚え書き')
    await page.keyboard.press('d')
    await expect.poll(async () => (await call('GET', `/screenings/${id}`)).status).toBe('dismissed')
  })

  test('a next case that does not come is asked for again, and nothing that was opened meanwhile is decided', async () => {
    const { fill, keys, call } = await tenant('next', '佐藤')
    await fill(3)
    const { page, text, rows, notices, caseId, opens, leaves } = await sitDown(keys[0] ?? '')
    await text.waitFor()
    let refused = 0
    await page.route('**/screenings/next', route => {
      refused++
      return overloadedFor(1)(route)
    })
    for (const left of [2, 1]) {
      const id = caseId()
      await page.keyboard.press('d')
      await leaves(id)
      await expect.poll(() => rows.count()).toBe(left)
    }
    await notices.locator('.wrong', { hasText: '混み合っています' }).waitFor()
    const last = (await rows.first().getAttribute('data-id')) ?? ''
    await rows.first().getByRole('button').click()
    await opens(last)
    await notices.locator('.wrong').waitFor({ state: 'detached' })
    expect(refused).toBeGreaterThan(0)
    expect(caseId()).toBe(last)
    expect(await call('GET', '/screenings/counts')).toMatchObject({ pending: 1, dismissed: 2 })
  })

  test('going offline is noticed at once, and coming back too', async () => {
    const { fill, keys } = await tenant('offline', '佐藤')
    await fill(2)
    const { page, text, notices } = await sitDown(keys[0] ?? '')
    await text.waitFor()
    await page.context().setOffline(true)
    await notices.getByText('オフラインです').waitFor()
    await page.keyboard.press('d')
    await notices.getByText('判定を送れませんでした').waitFor()
    await page.context().setOffline(false)
    await notices.getByText('オフラインです').waitFor({ state: 'detached' })
    await page.locator('.row').nth(1).waitFor()
  })

  test('a list that could not be loaded is loaded by a button', async () => {
    const { fill, keys } = await tenant('again', '佐藤')
    await fill(2)
    const { page, text, notices } = await sitDown(keys[0] ?? '')
    await text.waitFor()
    await page.route('**/screenings?*', problem(503, 'overloaded'))
    await page.locator('.shelf', { hasText: '遮断' }).click()
    await notices.getByText('混み合っています').waitFor()
    await page.unroute('**/screenings?*')
    await notices.getByRole('button', { name: 'もう一度' }).click()
    await text.waitFor()
  })
})

type Route = Parameters<Parameters<import('playwright-core').Page['route']>[1]>[0]

function page(status: number, contentType: string, body: string) {
  return (route: Route) => route.fulfill({ status, contentType, body })
}

function problem(status: number, code: string) {
  return page(status, 'application/problem+json', documentOf(status, code))
}

/** Refuses once more and says after how many seconds to come again. */
function overloadedFor(seconds: number) {
  return (route: Route) =>
    route.fulfill({
      status: 503,
      contentType: 'application/problem+json',
      headers: { 'retry-after': String(seconds) },
      body: documentOf(503, 'overloaded'),
    })
}

function documentOf(status: number, code: string): string {
  return JSON.stringify({
    type: `urn:sekisho:problem:${code}`,
    title: code,
    status,
    detail: 'x',
    requestId: 'r',
  })
}
