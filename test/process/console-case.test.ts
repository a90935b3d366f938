import { describe, expect, test } from 'vitest'
import { hasBrowser } from '../support/browser.js'
import { onDesk } from '../support/desk.js'

const ATTACK = '<img src=x onerror="window.ran=1"><script>window.ran=1</script>'

describe.skipIf(!hasBrowser)('a case on the desk', () => {
  const { tenant, sitDown, service } = onDesk()

  test('holds what a decision needs: conversation, sender, earlier cases, trail, policy, order', async () => {
    const { screen, call, keys } = await tenant('whole', '佐藤')
    const client = { id: 'c-9', identityVerified: false, completedOrders: 3, rating: 4.5, accountAgeDays: 2 }
    const { id } = await screen({ text: '続きはLINEでお話ししましょう。IDは before-1 です。', client })
    await call('POST', `/screenings/${id}/review`, { decision: 'confirmed' })
    await screen({
      text: '続きはLINEでお話ししましょう。IDは after-2 です。',
      client,
      history: [
        { from: 'client', text: 'はじめてご連絡します。' },
        { from: 'worker', text: 'どのようなお仕事ですか。' },
      ],
    })
    const { page, text } = await sitDown(keys[0] ?? '')
    await text.waitFor()
    expect(await page.locator('.thread .said').allInnerTexts()).toEqual([
      expect.stringContaining('はじめてご連絡します。'),
      expect.stringContaining('どのようなお仕事ですか。'),
      expect.stringContaining('after-2'),
    ])
    const sender = page.locator('.sender')
    for (const words of ['c-9', 'まだ', '3 件', '★ 4.5', '2 日', '違反 1'])
      await sender.getByText(words).first().waitFor()
    await sender.locator('.earlier').getByText('違反と確認 佐藤').waitFor()
    expect(await sender.locator('.trail li').first().innerText()).toContain('受付')
    await sender.locator('.trail').getByText('担当').waitFor()
    await page.getByText('規約と助言').click()
    await page.getByText('受信者への助言').first().waitFor()
    await page.getByText('この順の理由').click()
    await page.locator('.order').getByText('待っています').waitFor()

    await sender.locator('.earlier button').click()
    await page.getByText('佐藤 が違反と確認にしました').waitFor()
    await page.getByRole('button', { name: '判定を取り消す' }).click()
    await page.locator('#confirm').waitFor()
  })

  test('never calls certain what is not, and gives a stretch one line', async () => {
    const { fill, keys } = await tenant('lines', '佐藤')
    await fill(1)
    const { page, text } = await sitDown(keys[0] ?? '')
    await text.waitFor()
    expect(await page.locator('body').innerText()).not.toMatch(/1\.00|100%/)
    await page.locator('#reasons .sure', { hasText: '99%以上' }).waitFor()
    const stretches = await page.locator('.flag').first().locator('.stretch').allInnerTexts()
    expect(stretches.length).toBeGreaterThan(0)
    expect(new Set(stretches).size).toBe(stretches.length)
  })

  test('a long message opens at its first mark, with the buttons in sight', async () => {
    const { screen, keys } = await tenant('long', '佐藤')
    const filling = '案件の背景をご説明します。納期と分量はご相談できます。\n'
    await screen({
      text: `${filling.repeat(250)}続きはLINEでお話ししましょう。IDは far-1 です。\n${filling.repeat(60)}`,
    })
    const { page, text } = await sitDown(keys[0] ?? '')
    await text.waitFor()
    const marks = text.locator('mark')
    await expect.poll(async () => inSight(await marks.first().boundingBox())).toBe(true)
    for (const id of ['#confirm', '#dismiss', '#note'])
      expect(inSight(await page.locator(id).boundingBox())).toBe(true)
    if ((await marks.count()) > 1) {
      await page.keyboard.press('n')
      await page.locator('mark.here[data-mark="1"]').waitFor()
    }
    expect(await page.locator('.row .snippet').first().innerText()).toContain('LINE')
  })

  test('nothing that was written runs, or turns what stands behind it', async () => {
    const { name: own, call, keys } = await tenant('hostile', 'adm\u202enimda')
    const { key: colleague } = await service().store.keys.create({
      tenant: own,
      role: 'moderator',
      actor: '鈴木',
    })
    const { id } = await call('POST', '/screen', {
      text: `\u202e続きはLINEでお話ししましょう。IDは bad-1 です。${ATTACK}`,
      client: { id: `c\u202e1${ATTACK}` },
    })
    await call('POST', `/screenings/${id}/claim`, {})
    const { page, rows, text, complaints } = await sitDown(colleague)
    await rows.first().getByText('adm[U+202E]nimda が担当中').waitFor()
    await rows.first().getByRole('button').click()
    await text.waitFor()
    await page.getByText('adm[U+202E]nimda が見ています').waitFor()
    expect(await text.innerText()).toContain('[U+202E]続きは')
    expect(await text.innerText()).toContain(ATTACK)
    await page.locator('.sender').getByText('c[U+202E]1').waitFor()
    expect(await page.locator('body').innerText()).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/)
    expect(await page.evaluate('"ran" in window')).toBe(false)
    expect(await page.locator('.case img, .row img').count()).toBe(0)
    // Read, and not to be decided: it is another's.
    expect(await page.locator('#confirm').count()).toBe(0)
    expect(complaints).toEqual([])
    expect(keys.length).toBe(1)
  })

  test('says how many more places of a kind there are than it marks', async () => {
    const { screen, keys } = await tenant('delta', '中村')
    await screen({ text: 'LINEのIDを教えてください。'.repeat(30) })
    const { page } = await sitDown(keys[0] ?? '')
    await page.locator('#reasons', { hasText: /ほかに \d+ か所あります/ }).waitFor()
  })

  test('its address leads a colleague to the same case, under the same filters', async () => {
    const { fill, keys } = await tenant('address', '佐藤', '鈴木')
    await fill(4)
    const first = await sitDown(keys[0] ?? '')
    await first.text.waitFor()
    await first.page.locator('.shelf', { hasText: '遮断' }).click()
    await first.text.waitFor()
    await first.page.waitForURL(/verdict=block.*case=/)
    expect(await first.page.title()).toMatch(/^\(4\) .*外部連絡/)
    const { pathname, search } = new URL(first.page.url())
    const second = await sitDown(keys[1] ?? '', {}, pathname + search)
    await second.text.waitFor()
    expect(second.caseId()).toBe(first.caseId())
    await second.page.getByText('佐藤 が見ています').waitFor()
    expect(await second.page.locator('.shelf[aria-pressed=true]').innerText()).toContain('遮断')
  })
})

function inSight(box: { readonly y: number; readonly height: number } | null): boolean {
  return box !== null && box.y >= 0 && box.y + box.height <= 800
}
