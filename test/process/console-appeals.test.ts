import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { hasBrowser } from '../support/browser.js'
import { numbered, onDesk, onEveryDesk } from '../support/desk.js'

onEveryDesk('an objection on the desk', {}, ({ tenant, sitDown, service }) => {
  /** A case that 佐藤 decided and its sender objects to, and one that waits. */
  async function objected(name: string, decision: 'confirmed' | 'dismissed' = 'confirmed') {
    const { keys, call, screen } = await tenant(name, '佐藤', '伊藤')
    const { id } = await screen({ text: numbered(1) })
    await call('POST', `/screenings/${id}/review`, { decision, note: '連絡先の交換' })
    const { id: waiting } = await screen({ text: numbered(2) })
    const from = decision === 'confirmed' ? 'sender' : 'recipient'
    await call('POST', `/screenings/${id}/appeals`, { from, text: '仕事の題材として書いただけです。' })
    const [decider = '', other = ''] = keys
    const appeals = async () => (await call('GET', `/screenings/${id}/appeals`)).appeals
    return { id, waiting, decider, other, call, appeals }
  }

  test('comes first, says who, why and what was decided, and is answered by a key pressed twice', async () => {
    const { id, other, appeals, call } = await objected('refuse')
    const { page, counts, opens, notices, sees, complaints } = await sitDown(other)
    await opens(id)
    const part = page.locator('#appeals')
    await part.getByText('送った人から：「違反ではない」').waitFor()
    await part.getByText('仕事の題材として書いただけです。').waitFor()
    await part.getByText('佐藤 が違反と確認にしました').waitFor()
    await part.getByText('連絡先の交換').waitFor()
    await counts.getByText('2 / 2 件').waitFor()
    await page.locator(`.row[data-id=${id}] .sign-appeal`).waitFor()
    expect(await page.getByRole('button', { name: '判定を取り消す' }).count()).toBe(0)

    await page.keyboard.press('m')
    await page.keyboard.type('外部の ID を求めている')
    await page.keyboard.press('Escape')
    await page.locator('#confirm', { hasText: '認めない（違反のまま）' }).waitFor()
    await page.keyboard.press('c')
    await page.locator('#confirm', { hasText: 'もう一度押すと答えます' }).waitFor()
    expect(await appeals()).toMatchObject([{ status: 'open' }])
    await page.keyboard.press('c')
    await notices.getByText('申し立てを認めませんでした').waitFor()
    await sees(2)
    await counts.getByText('1 / 1 件').waitFor()
    expect(await appeals()).toMatchObject([
      { status: 'rejected', decidedBy: '伊藤', note: '外部の ID を求めている' },
    ])
    expect(await call('GET', `/screenings/${id}`)).toMatchObject({
      status: 'confirmed',
      decision: { by: '佐藤' },
    })
    expect(complaints).toEqual([])
  })

  test('granted, the case is decided the other way, and the trail says so in words', async () => {
    const { id, other, call } = await objected('grant')
    const { page, opens, notices } = await sitDown(other)
    await opens(id)
    await page.locator('#dismiss').click()
    await page.locator('#dismiss').click()
    await notices.getByText('申し立てを認め、判定を改めました').waitFor()
    expect(await call('GET', `/screenings/${id}`)).toMatchObject({ status: 'dismissed' })
    await page.goto(new URL(`/console?case=${id}&status=any`, page.url()).href)
    await page.locator('#appeals').getByText('伊藤 が認めました').waitFor()
    const trail = page.locator('.trail')
    await trail.getByText('異議の申し立て（送った人）').waitFor()
    await trail.getByText('異議を認める（送った人、問題なし）').waitFor()
  })

  test('of a recipient who was not believed: granted with the categories that it is', async () => {
    const { id, other, call } = await objected('recipient', 'dismissed')
    const { page, opens, notices } = await sitDown(other)
    await opens(id)
    await page.locator('#appeals').getByText('受け取る人から：「違反である」').waitFor()
    const ticked = page.locator('.ticks input:checked')
    await ticked.first().waitFor()
    for (const value of await ticked.evaluateAll(all => all.map(one => one.getAttribute('value'))))
      await page.locator(`.ticks input[value=${value}]`).uncheck()
    await page.keyboard.press('c')
    await notices.getByText('カテゴリを一つ以上').waitFor()
    await page.locator('.ticks input[value=mlm]').check()
    await page.keyboard.press('c')
    await page.keyboard.press('c')
    await notices.getByText('申し立てを認め、判定を改めました').waitFor()
    expect(await call('GET', `/screenings/${id}`)).toMatchObject({
      status: 'confirmed',
      decision: { by: '伊藤', categories: ['mlm'] },
    })
  })

  test('is not for who decided: that is said, the keys do nothing, and the queue goes on', async () => {
    const { id, decider, appeals, call } = await objected('partial')
    const { page, rows, sees, opens, notices } = await sitDown(decider)
    await sees(2)
    await rows.first().locator('.sign-appeal').waitFor()
    await rows.first().getByRole('button').click()
    await opens(id)
    await page.locator('#not-yours').getByText('前に判定した人は答えられません').waitFor()
    for (const button of ['#confirm', '#dismiss']) {
      expect(await page.locator(button).isDisabled()).toBe(true)
      expect(await page.locator(button).getAttribute('aria-describedby')).toBe('not-yours')
    }
    for (const key of 'cc') await page.keyboard.press(key)
    await notices.getByText('前に判定した人は、この申し立てに答えられません').waitFor()
    expect(await appeals()).toMatchObject([{ status: 'open' }])
    // Nor is it kept from those who may.
    expect(await call('GET', `/screenings/${id}`)).toMatchObject({ claim: null })
    await page.locator('#not-yours').getByRole('button', { name: '次の件へ' }).click()
    await sees(2)
  })

  test('of a case that nobody has decided is answered by its decision', async () => {
    const { keys, call, screen } = await tenant('undecided', '佐藤')
    const { id } = await screen({ text: numbered(1) })
    await call('POST', `/screenings/${id}/appeals`, { from: 'sender', text: '題材です。' })
    const { page, opens, notices } = await sitDown(keys[0] ?? '')
    await opens(id)
    await page.locator('#appeals').getByText('この件の判定が、そのまま申し立てへの答えになります').waitFor()
    await page.keyboard.press('d')
    await notices.getByText('問題なしにしました').waitFor()
    await expect
      .poll(async () => (await call('GET', `/screenings/${id}/appeals`)).appeals)
      .toMatchObject([{ status: 'granted', decidedBy: '佐藤' }])
  })

  test('has a shelf of its own, comes in live, and goes when somebody else has answered', async () => {
    const { keys, call, screen } = await tenant('shelf', '佐藤', '伊藤', '加藤')
    const { id } = await screen({ text: numbered(1) })
    await call('POST', `/screenings/${id}/review`, { decision: 'confirmed' })
    await screen({ text: numbered(2) })
    const { page, rows, counts, sees, notices, opens } = await sitDown(keys[1] ?? '')
    await sees(2)
    const shelf = page.locator('.of-appeal')
    await shelf.getByText('0').waitFor()
    await expect.poll(() => page.locator('.dot.live').count()).toBe(1)
    const { id: appeal } = await call('POST', `/screenings/${id}/appeals`, {
      from: 'sender',
      text: '題材です。',
    })
    await shelf.getByText('1').waitFor()
    await counts.getByText('2 / 2 件').waitFor()
    expect(await rows.first().getAttribute('data-id')).toBe(id)
    await shelf.click()
    await opens(id)
    await counts.getByText('1 / 1 件').waitFor()
    const headers = { authorization: `Bearer ${keys[2]}` }
    await service().inject({ method: 'POST', url: `/screenings/${id}/release`, headers: bearer(keys[1]) })
    await service().inject({
      method: 'POST',
      url: `/appeals/${appeal}/decide`,
      headers,
      payload: { outcome: 'granted' },
    })
    await notices.getByText('この件は 加藤 がすでに問題なしにしていました').waitFor()
    await page.locator('.case').getByText('この条件に合う件はありません').waitFor()
  })

  test('put off, it waits among what was put off; unsent, it is sent again, whatever is open by then', async () => {
    const { id, waiting, other, appeals, call } = await objected('later')
    const { page, opens, sees, notices } = await sitDown(other)
    await opens(id)
    await page.keyboard.press('z')
    await sees(2)
    await page.locator(`.row[data-id=${id}]`).getByText('あとで').waitFor()
    await page.locator(`.row[data-id=${id}]`).getByRole('button').click()
    await opens(id)
    await page.locator('#note').fill('大切な覚え書き')
    await page.locator('#case-title').click()
    await page.route('**/decide', route => route.abort())
    for (const key of 'dd') await page.keyboard.press(key)
    await notices.getByText('つながりません').waitFor()
    expect(await page.locator('#note').inputValue()).toBe('大切な覚え書き')
    await page.locator(`.row[data-id=${waiting}]`).getByRole('button').click()
    await sees(2)
    await page.unroute('**/decide')
    await notices.getByRole('button', { name: 'もう一度' }).click()
    await notices.getByText('申し立てを認め、判定を改めました').waitFor()
    await sees(2)
    expect(await call('GET', `/screenings/${waiting}`)).toMatchObject({ status: 'pending' })
    await expect.poll(appeals).toMatchObject([{ status: 'granted', note: '大切な覚え書き' }])
  })
})

describe.skipIf(!hasBrowser)('two who object to the same', () => {
  const { tenant, sitDown } = onDesk()

  test('are both refused; an answer that did not arrive is sent again alone', async () => {
    const { keys, call, screen } = await tenant('both', '佐藤', '伊藤')
    const { id } = await screen({ text: numbered(1) })
    await call('POST', `/screenings/${id}/review`, { decision: 'confirmed' })
    const { id: first } = await call('POST', `/screenings/${id}/appeals`, {
      from: 'sender',
      text: '題材です。',
    })
    const { id: second } = await call('POST', `/screenings/${id}/appeals`, {
      from: 'recipient',
      text: '知り合いです。',
    })
    const { page, opens, notices } = await sitDown(keys[1] ?? '')
    await opens(id)
    expect(await page.locator('#appeals .report').count()).toBe(2)
    await page.route(`**/appeals/${second}/decide`, route => route.abort())
    for (const key of 'cc') await page.keyboard.press(key)
    await notices.getByText('つながりません').waitFor()
    await page.unroute(`**/appeals/${second}/decide`)
    await page.route(`**/appeals/${first}/decide`, route => route.abort())
    await notices.getByRole('button', { name: 'もう一度' }).click()
    await notices.getByText('申し立てを認めませんでした').waitFor()
    expect((await call('GET', `/screenings/${id}/appeals`)).appeals).toMatchObject([
      { id: first, status: 'rejected', decidedBy: '伊藤' },
      { id: second, status: 'rejected', decidedBy: '伊藤' },
    ])
  })
})

describe.skipIf(!hasBrowser)('reports on the desk', () => {
  const { tenant, sitDown } = onDesk()

  test('each has its words; one that says that all is fine says so; and what became of them', async () => {
    const { keys, call, screen } = await tenant('loop', '佐藤')
    const message = { text: numbered(1), messageId: 'm-1' }
    const { id } = await screen(message)
    const report = (more: object) => call('POST', '/reports', { ...message, reporterId: 'w-1', ...more })
    await report({ category: 'mlm', reason: 'しつこく誘われます。' })
    await report({ kind: 'not_a_violation', reason: '知り合いです。', reporterId: 'w-2' })
    const { page, opens } = await sitDown(keys[0] ?? '')
    await opens(id)
    await page.locator(`.row[data-id=${id}] .sign-report`).waitFor()
    const parts = page.locator('#reports .report')
    expect(await parts.allInnerTexts()).toEqual([
      expect.stringMatching(/通報：.*マルチ商法[\s\S]*しつこく誘われます。/),
      expect.stringMatching(/「問題はなかった」という知らせ[\s\S]*知り合いです。/),
    ])
    expect(await standing(page)).toEqual([])
    await page.keyboard.press('c')
    await expect.poll(async () => (await call('GET', `/screenings/${id}`)).status).toBe('confirmed')
    await page.goto(new URL(`/console?case=${id}&status=any`, page.url()).href)
    await parts.nth(0).getByText('判定は、この通報のとおりでした。').waitFor()
    await parts.nth(1).getByText('判定は、この通報と違いました。').waitFor()
    await page.locator('.trail').getByText('問題なしという知らせ').waitFor()
  })
})

/** Nothing tells who reported, or how often they were right. */
async function standing(page: Page): Promise<readonly string[]> {
  const text = await page.locator('#reports').innerText()
  return text.match(/w-\d|重さ|%/g) ?? []
}

const bearer = (key: string | undefined) => ({ authorization: `Bearer ${key}` })
