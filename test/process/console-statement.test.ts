import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { hasBrowser } from '../support/browser.js'
import { numbered, onDesk } from '../support/desk.js'

describe.skipIf(!hasBrowser)('the statement of reasons on the desk', () => {
  const { tenant, sitDown } = onDesk()

  async function opened(name: string, reports = 0) {
    const { keys, call, screen } = await tenant(name, '佐藤')
    const message = { text: numbered(1), messageId: 'm-1' }
    const { id } = await screen(message)
    for (let at = 0; at < reports; at++) await call('POST', '/reports', { ...message, reason: '困ります。' })
    const { page, opens, ...rest } = await sitDown(keys[0] ?? '', {
      permissions: ['clipboard-read', 'clipboard-write'],
    })
    await opens(id)
    const given = async () =>
      (await call('GET', `/screenings/${id}/events`)).events
        .filter(({ type }: { readonly type: string }) => type === 'statement_given')
        .map(({ detail }: { readonly detail: { readonly for: string } }) => detail.for)
    return { ...rest, page, opens, id, call, given, fold: page.locator('#statement'), text: told(page) }
  }

  test('is fetched when it is unfolded and no sooner, once for each whom it is told to', async () => {
    const { page, fold, text, given, complaints } = await opened('unfold', 1)
    expect(await fold.getAttribute('open')).toBeNull()
    expect(await given()).toEqual([])
    await page.keyboard.press('w')
    await text.getByText('LINE').first().waitFor()
    const sender = await text.innerText()
    await fold.getByRole('button', { name: '受け取る人' }).click()
    await expect.poll(() => text.innerText()).not.toBe(sender)
    expect(await text.innerText()).not.toContain('LINE')
    await fold.getByRole('button', { name: '通報した人' }).click()
    await expect.poll(() => text.innerText()).toContain('ご報告ありがとうございます')
    await fold.getByRole('button', { name: '送った人' }).click()
    await expect.poll(() => text.innerText()).toBe(sender)
    await page.keyboard.press('w')
    await expect.poll(() => fold.getAttribute('open')).toBeNull()
    await page.keyboard.press('w')
    await text.waitFor()
    expect(await given()).toEqual(['sender', 'recipient', 'reporter'])
    expect(complaints).toEqual([])
  })

  test('speaks the language of the desk, and is copied as it stands', async () => {
    const { page, fold, text, notices, call, id } = await opened('words')
    await fold.getByText('この件の理由書').click()
    await text.waitFor()
    const { text: both } = await call('GET', `/screenings/${id}/statement?for=sender`)
    await fold.getByRole('button', { name: '文を写す' }).click()
    await notices.getByText('理由書を写しました').waitFor()
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(both.ja)
    await page.keyboard.press('s')
    await page.getByRole('button', { name: 'English' }).click()
    await page.keyboard.press('Escape')
    await text.getByText('your message').first().waitFor()
    expect(await text.getAttribute('lang')).toBe('en')
    await fold.getByRole('button', { name: 'Copy the text' }).click()
    await expect.poll(() => page.evaluate('navigator.clipboard.readText()')).toBe(both.en)
  })

  test('for a reporter there is none where nobody reported, and nothing is asked', async () => {
    const { page, fold, text, given } = await opened('unreported')
    await page.keyboard.press('w')
    await text.waitFor()
    await fold.getByRole('button', { name: '通報した人' }).click()
    await fold.getByText('この件への通報はない').waitFor()
    expect(await given()).toEqual(['sender'])
  })

  test('that does not come says why, and is asked for again by a button; without the right there is none', async () => {
    const { page, fold, text, sees, call } = await opened('trouble')
    await page.route('**/statement?*', answer(503, 'store_unavailable'))
    await page.keyboard.press('w')
    await fold.getByText('保存先が応答しません').waitFor()
    await page.unroute('**/statement?*')
    await fold.getByRole('button', { name: 'もう一度' }).click()
    await text.waitFor()
    await page.route('**/statement?*', answer(403, 'forbidden'))
    await fold.getByRole('button', { name: '受け取る人' }).click()
    await fold.getByText('担当者の操作はできません').waitFor()
    expect(await fold.getByRole('button', { name: 'もう一度' }).count()).toBe(0)
    // The next case begins folded.
    await call('POST', '/screen', { text: numbered(2) })
    await page.locator('.row').nth(1).waitFor()
    await page.keyboard.press('d')
    await sees(2)
    expect(await fold.getAttribute('open')).toBeNull()
  })
})

const told = (page: Page) => page.locator('#statement-text')

type Route = Parameters<Parameters<Page['route']>[1]>[0]

function answer(status: number, code: string) {
  return (route: Route) =>
    route.fulfill({
      status,
      contentType: 'application/problem+json',
      body: JSON.stringify({
        type: `urn:sekisho:problem:${code}`,
        title: code,
        status,
        detail: 'x',
        requestId: 'r',
      }),
    })
}
