import type { Page } from 'playwright-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { complaintsOf } from '../support/axe.js'
import { hasBrowser, screenshots } from '../support/browser.js'
import { onDesk, PHONE } from '../support/desk.js'

describe.skipIf(!hasBrowser)('a desk for everybody', () => {
  const { openPage, tenant, sitDown } = onDesk()
  let key: string
  beforeAll(async () => {
    const { fill, keys, call } = await tenant('access', '佐藤')
    await fill(5)
    await call('POST', '/reports', { text: '昨日の件です。', category: 'mlm', reason: '困っています。' })
    key = keys[0] ?? ''
  })

  test.each(['auto', 'light', 'dark', 'contrast'] as const)('axe finds nothing in %s', async theme => {
    const { page, text } = await sitDown(key, { colorScheme: theme === 'auto' ? 'dark' : 'light' })
    await text.waitFor()
    if (theme !== 'auto') await choose(page, theme)
    await page.screenshot({ path: `${screenshots}/console-${theme}.png` })
    expect(await complaintsOf(page)).toEqual([])
    for (const open of ['?', 's', 'f']) {
      await page.keyboard.press(open)
      await page.waitForTimeout(100)
      expect(await complaintsOf(page)).toEqual([])
      await page.keyboard.press('Escape')
      await page.keyboard.press('Escape')
    }
  })

  test('nor on a phone, at the door, or where nothing is left', async () => {
    const phone = await sitDown(key, PHONE)
    await phone.rows.first().waitFor()
    expect(await complaintsOf(phone.page)).toEqual([])
    await phone.rows.first().getByRole('button').tap()
    await phone.text.waitFor()
    expect(await complaintsOf(phone.page)).toEqual([])

    const door = await openPage('/console')
    await door.page.locator('#key').waitFor()
    expect(await complaintsOf(door.page)).toEqual([])

    const { keys } = await tenant('nothing', '佐藤')
    const empty = await sitDown(keys[0] ?? '')
    await empty.page.locator('.case').getByText('すべて終わりました').waitFor()
    expect(await complaintsOf(empty.page)).toEqual([])
  })

  test('English and Japanese, and the choice is remembered', async () => {
    const { page, text } = await sitDown(key)
    await text.waitFor()
    await page.keyboard.press('s')
    await page.getByRole('button', { name: 'English' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Dismiss' }).waitFor()
    expect(await page.evaluate('document.documentElement.lang')).toBe('en')
    await page.reload()
    await page.getByRole('button', { name: 'Confirm violation' }).waitFor()
  })

  test('texts stay blurred until they are wanted, and a rest is offered in time', async () => {
    const { page, text, notices } = await sitDown(key)
    await text.waitFor()
    await page.keyboard.press('s')
    await page.getByLabel('見るまでぼかす').check()
    await page.getByLabel('灰色で見る').check()
    await page.getByRole('button', { name: '25 分ごと' }).click()
    await page.keyboard.press('Escape')
    await page.locator('.blurred').waitFor()
    expect(await page.evaluate('getComputedStyle(document.documentElement).filter')).toBe('grayscale(1)')
    await page.keyboard.press('r')
    await page.locator('.blurred').waitFor({ state: 'detached' })
    await page.keyboard.press('z')
    await page.locator('.blurred').waitFor()

    await page.evaluate(`{
      const shift = JSON.parse(sessionStorage.getItem('sekisho.shift'))
      addEventListener('pagehide', () =>
        sessionStorage.setItem('sekisho.shift', JSON.stringify({ ...shift, restedAt: Date.now() - 26 * 60_000 })))
    }`)
    await page.reload()
    await notices.getByText('分続けています').waitFor()
    await notices.getByRole('button', { name: '休みました' }).click()
    await notices.getByText('分続けています').waitFor({ state: 'detached' })
  })

  test('every control has a name', async () => {
    const { page, text } = await sitDown(key)
    await text.waitFor()
    const nameless = await page.evaluate(`[...document.querySelectorAll('button, input, select, textarea')]
      .filter(one => !one.labels?.length && !one.textContent.trim() && !one.getAttribute('aria-label'))
      .map(one => one.outerHTML)`)
    expect(nameless).toEqual([])
  })
})

async function choose(page: Page, theme: 'light' | 'dark' | 'contrast'): Promise<void> {
  const names = { light: '明るい', dark: '暗い', contrast: '高コントラスト' }
  await page.keyboard.press('s')
  await page.getByRole('button', { name: names[theme], exact: true }).click()
  await page.keyboard.press('Escape')
}
