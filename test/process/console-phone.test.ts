import { describe, expect, test } from 'vitest'
import { hasBrowser, screenshots } from '../support/browser.js'
import { onDesk, PHONE } from '../support/desk.js'

describe.skipIf(!hasBrowser)('on a phone', () => {
  const { tenant, sitDown } = onDesk()

  test('list and case are two screens, nothing runs out of either, and the buttons stay under the thumb', async () => {
    const { fill, screen, keys } = await tenant('phone', '佐藤')
    await fill(12)
    await screen({ text: `続きはLINEで。ID: ${'w'.repeat(3_000)}` })
    const { page, text, rows, caseId, leaves } = await sitDown(keys[0] ?? '', PHONE)
    await rows.first().waitFor()
    expect(await text.isVisible()).toBe(false)
    expect(await overflow(page)).toBe(0)
    await page.screenshot({ path: `${screenshots}/console-phone-list.png` })

    await rows.nth(2).getByRole('button').tap()
    await text.waitFor()
    expect(await rows.first().isVisible()).toBe(false)
    expect(await page.evaluate('scrollY')).toBe(0)
    await page.screenshot({ path: `${screenshots}/console-phone-case.png` })
    for (let at = 0; at < 13; at++) {
      expect(await overflow(page)).toBe(0)
      for (const id of ['#confirm', '#dismiss']) {
        const box = await page.locator(id).boundingBox()
        expect(box !== null && box.height >= 44 && box.width >= 44 && box.y + box.height <= 844).toBe(true)
      }
      const before = caseId()
      await page.locator('#dismiss').tap()
      if (at === 12) break
      await leaves(before)
      await text.waitFor()
    }
    await page.getByText('すべて終わりました').first().waitFor()
    expect(await overflow(page)).toBe(0)
  })

  test('the browser’s way back leads from the case to the list', async () => {
    const { fill, keys } = await tenant('back', '佐藤')
    await fill(3)
    const { page, text, rows } = await sitDown(keys[0] ?? '', PHONE)
    await rows.nth(1).getByRole('button').tap()
    await text.waitFor()
    await page.goBack()
    await rows.first().waitFor()
    expect(page.url()).toContain('/console')
    await rows.nth(1).getByRole('button').tap()
    await page.getByRole('button', { name: '一覧へ' }).tap()
    await rows.first().waitFor()
  })
})

function overflow(page: { evaluate: <Value>(code: string) => Promise<Value> }): Promise<number> {
  return page.evaluate('Math.max(0, document.documentElement.scrollWidth - innerWidth)')
}
