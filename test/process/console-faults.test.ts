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
  return page(
    status,
    'application/problem+json',
    JSON.stringify({ type: `urn:sekisho:problem:${code}`, title: code, status, detail: 'x', requestId: 'r' }),
  )
}
