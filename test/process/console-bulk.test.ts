import { describe, expect, test } from 'vitest'
import { hasBrowser } from '../support/browser.js'
import { numbered, onDesk } from '../support/desk.js'

describe.skipIf(!hasBrowser)('searching, and deciding many at once', () => {
  const { tenant, sitDown } = onDesk()

  test('all of one sender are decided together, counted, and taken back together', async () => {
    const { fill, screen, keys, call } = await tenant('bulk', '佐藤')
    await fill(5)
    for (let number = 50; number < 120; number++)
      await screen({ text: numbered(number), client: { id: 'spammer' } })
    const { page, text, notices, counts } = await sitDown(keys[0] ?? '', {}, '/console?clientId=spammer')
    await text.waitFor()
    await counts.getByText('50 / 70 件').waitFor()
    await page.keyboard.press('b')
    await page.getByRole('button', { name: 'この条件の件をすべて選ぶ' }).click()
    await page.getByText('70 件を選択中').waitFor()
    await page.keyboard.press('x')
    const dialog = page.getByRole('dialog', { name: '70 件をまとめて判定' })
    expect(await dialog.locator('.sample li').count()).toBe(5)
    await dialog.getByRole('button', { name: '70 件を違反と確認' }).click()
    await notices.getByText('70 件を判定しました').waitFor()
    expect(await call('GET', '/screenings/counts')).toMatchObject({ pending: 5, confirmed: 70 })
    const { events } = await call('GET', '/audit')
    expect(events.filter(({ type }: { readonly type: string }) => type === 'bulk_confirmed')).toHaveLength(1)
    // Friendly, and it says where there is more.
    await page.locator('.case').getByText('ほかの棚にはまだあります').waitFor()

    await page.keyboard.press('u')
    await notices.getByText('70 件を未確認に戻しました').waitFor()
    await counts.getByText('50 / 70 件').waitFor()
  })

  test('a search finds words of the text, and the queue keeps to what was found', async () => {
    const { fill, screen, keys } = await tenant('search', '佐藤')
    await fill(3)
    await screen({ text: '続きはLINEでお話ししましょう。IDは kumquat です。' })
    const { page, text, counts, notices } = await sitDown(keys[0] ?? '')
    await text.waitFor()
    await page.keyboard.press('/')
    await page.keyboard.type('kumquat')
    await page.keyboard.press('Enter')
    await counts.getByText('1 / 1 件').waitFor()
    await text.getByText('kumquat').waitFor()
    await page.keyboard.press('d')
    await notices.getByText('問題なしにしました').waitFor()
    await page.locator('.case').getByText('この条件に合う件はありません').waitFor()
    await page.locator('.case').getByRole('button', { name: '条件をはずして見る' }).click()
    await counts.getByText('3 / 3 件').waitFor()
    await text.waitFor()
  })
})
