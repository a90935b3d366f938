import { describe, expect, test } from 'vitest'
import { hasBrowser } from '../support/browser.js'
import { onDesk } from '../support/desk.js'

/** Milliseconds of an answer on a bad day. */
const SLOW = 900

describe.skipIf(!hasBrowser)('keys, and answers that take their time', () => {
  const { tenant, sitDown } = onDesk()

  test('a late answer never replaces a newer case, and three steps are three rows', async () => {
    const { fill, keys } = await tenant('races', '佐藤')
    await fill(8)
    const { page, rows, text, complaints } = await sitDown(keys[0] ?? '')
    await text.waitFor()
    const ids = await rows.evaluateAll(all => all.map(row => row.getAttribute('data-id')))
    // The first answer is the late one.
    await page.route(`**/screenings/${ids[3]}`, async route => {
      await new Promise(done => setTimeout(done, SLOW))
      await route.continue().catch(() => undefined)
    })
    await rows.nth(3).getByRole('button').click()
    await page.waitForTimeout(150)
    await rows.nth(4).getByRole('button').click()
    await text.waitFor()
    await page.waitForTimeout(SLOW + 300)
    expect(await currentRow(page)).toBe(4)

    await page.route('**/screenings/**', async route => {
      await new Promise(done => setTimeout(done, 250))
      await route.continue().catch(() => undefined)
    })
    for (let time = 0; time < 3; time++) await page.keyboard.press('j')
    await text.waitFor()
    await page.waitForTimeout(400)
    expect(await currentRow(page)).toBe(7)
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    expect(complaints).toEqual([])
  })

  test('quick keys over slow answers decide each case once, and only what was seen', async () => {
    const { fill, keys, call } = await tenant('slow', '佐藤')
    await fill(6)
    const { page, text, caseId } = await sitDown(keys[0] ?? '')
    await text.waitFor()
    await page.route('**/screenings/**', async route => {
      await new Promise(done => setTimeout(done, SLOW))
      await route.continue().catch(() => undefined)
    })
    const seen = new Set<string>()
    for (let time = 0; time < 3; time++) {
      await text.waitFor()
      seen.add(caseId())
      for (const key of 'ddd') await page.keyboard.press(key)
      await page.waitForTimeout(200)
    }
    await page.waitForTimeout(3 * SLOW)
    await page.unrouteAll({ behavior: 'ignoreErrors' })
    const { items } = await call('GET', '/screenings?status=dismissed')
    const { events } = await call('GET', '/audit')
    const decided = events.filter(({ type }: { readonly type: string }) => type === 'dismissed').length
    expect(decided).toBe(items.length)
    for (const id of seen) expect(items.map((item: { readonly id: string }) => item.id)).toContain(id)
  })

  test('a whole round by keyboard, under Caps Lock too: categories, note, undo, later, help', async () => {
    const { fill, keys, call } = await tenant('keyboard', '佐藤')
    await fill(5)
    const { page, text, notices, caseId, opens, complaints } = await sitDown(keys[0] ?? '')
    await text.waitFor()
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: 'キーボード' }).waitFor()
    await page.keyboard.press('Escape')

    const first = caseId()
    await page.keyboard.press('5')
    // Letters that are typed into a note are letters.
    await page.keyboard.press('m')
    await page.keyboard.type('cd を見た')
    await page.keyboard.press('Escape')
    await page.keyboard.press('j')
    await expect.poll(caseId, { timeout: 10_000 }).not.toBe(first)
    await text.waitFor()
    expect(await page.locator('#note').inputValue()).toBe('')
    await page.keyboard.press('k')
    await expect.poll(caseId, { timeout: 10_000 }).toBe(first)
    await text.waitFor()
    expect(await page.locator('#note').inputValue()).toBe('cd を見た')
    await page.keyboard.press('Shift+C')
    await notices.getByText('違反と確認にしました').waitFor()
    await text.waitFor()
    // Tab goes on from the case, not from the top of the page.
    expect(await page.evaluate('document.activeElement.id')).toBe('case-title')
    await expect
      .poll(() => call('GET', `/screenings/${first}`))
      .toMatchObject({ status: 'confirmed', decision: { note: 'cd を見た', by: '佐藤' } })
    expect((await call('GET', `/screenings/${first}`)).decision.categories).toHaveLength(2)

    const second = caseId()
    await page.keyboard.press('z')
    await notices.getByText('あとに回しました').waitFor()
    await text.waitFor()
    expect(caseId()).not.toBe(second)
    await page.locator(`.row[data-id=${second}]`).getByText('あとで').waitFor()
    expect((await call('GET', `/screenings/${second}`)).claim).toBeNull()

    await page.keyboard.press('u')
    await notices.getByText('未確認に戻しました').waitFor()
    await opens(first)
    expect(await page.locator('#note').inputValue()).toBe('cd を見た')
    expect(complaints).toEqual([])
  })

  test('undo goes ten deep, from a toast that is in sight, over a reload', async () => {
    const { fill, keys, call } = await tenant('undo', '佐藤')
    await fill(14)
    const { page, text, notices, caseId, opens, leaves } = await sitDown(keys[0] ?? '')
    const decided: string[] = []
    for (let time = 0; time < 11; time++) {
      await text.waitFor()
      const id = caseId()
      decided.push(id)
      await page.keyboard.press('d')
      await leaves(id)
    }
    const undo = notices.getByRole('button', { name: '取り消す' })
    const box = await undo.boundingBox()
    expect(box && box.y + box.height).toBeLessThanOrEqual(800)
    await expect.poll(async () => (await call('GET', '/screenings/counts')).dismissed).toBe(11)
    await page.reload()
    await text.waitFor()
    for (let time = 10; time > 0; time--) {
      await page.keyboard.press('u')
      await opens(decided[time] ?? '')
    }
    await expect.poll(async () => (await call('GET', '/screenings/counts')).dismissed).toBe(1)
    await page.keyboard.press('u')
    await notices.getByText('取り消せる判定はありません').waitFor()
  })
})

function currentRow(page: { evaluate: <Value>(code: string) => Promise<Value> }): Promise<number> {
  return page.evaluate(
    `[...document.querySelectorAll('.row')].findIndex(row => row.querySelector('[aria-current]'))`,
  )
}
