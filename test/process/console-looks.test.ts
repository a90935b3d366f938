import { describe, expect, test } from 'vitest'
import { complaintsOf, overflowOf } from '../support/axe.js'
import { hasBrowser, screenshots } from '../support/browser.js'
import { numbered, onDesk, PHONE } from '../support/desk.js'

describe.skipIf(!hasBrowser)('objections and their like, for everybody', { timeout: 180_000 }, () => {
  const { tenant, sitDown, service } = onDesk({ rates: { secondReviewRate: 1, goldenRate: 0, auditRate: 0 } })

  test.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['phone', PHONE],
    ['phone-dark', { ...PHONE, colorScheme: 'dark' }],
  ] as const)('axe finds nothing, and nothing runs out of the page: %s', async (name, options) => {
    const { name: own, keys, call, screen } = await tenant(`looks-${name}`, '佐藤', '伊藤')
    const message = { text: numbered(1), messageId: 'm-1' }
    const { id } = await screen(message)
    await call('POST', '/reports', { ...message, category: 'mlm', reason: 'しつこく誘われます。' })
    await call('POST', '/reports', { ...message, kind: 'not_a_violation', reason: '知り合いです。' })
    await call('POST', `/screenings/${id}/review`, { decision: 'dismissed' })
    const headers = { authorization: `Bearer ${keys[1]}` }
    const post = (url: string, payload: object) => service().inject({ method: 'POST', url, payload, headers })
    await post('/screenings/next', {})
    await post(`/screenings/${id}/review`, { decision: 'confirmed' })
    await call('POST', `/screenings/${id}/appeals`, { from: 'recipient', text: 'もう一度見てください。' })
    const { key } = await service().store.keys.create({
      tenant: own,
      role: 'moderator',
      actor: '加藤',
    })

    const { page, opens, rows, complaints } = await sitDown(key, options)
    const looked = async (what: string): Promise<void> => {
      await page.screenshot({ path: `${screenshots}/console-${what}-${name}.png` })
      expect([what, await complaintsOf(page), await overflowOf(page)]).toEqual([what, [], 0])
    }
    const isPhone = name.startsWith('phone')
    await rows.first().locator('.sign-appeal').waitFor()
    if (isPhone) await rows.first().getByRole('button').tap()
    await opens(id)
    await page.locator('#appeals').waitFor()
    await page.screenshot({ path: `${screenshots}/console-appeal-${name}.png` })
    await page.locator('#confirm').click()
    await page.locator('#confirm', { hasText: 'もう一度' }).waitFor()
    if (isPhone)
      for (const button of ['#confirm', '#dismiss']) {
        const box = await page.locator(button).boundingBox()
        expect(box && box.height >= 44 && box.y + box.height <= 844).toBe(true)
      }
    await page.locator('#statement summary').click()
    await page.locator('#statement-text').waitFor()
    await page.locator('#statement').scrollIntoViewIfNeeded()
    await looked('appeal-and-statement')
    if (isPhone) {
      await page.locator('.top [title=今日の自分]').tap()
      await page.getByRole('button', { name: '一致度' }).tap()
    } else await page.keyboard.press('a')
    await page.locator('.disagreements button').waitFor()
    await looked('agreement')
    await page.keyboard.press('Escape')
    if (isPhone) {
      await page.getByRole('button', { name: '一覧へ' }).tap()
      await looked('appeal-row')
    }
    expect(complaints).toEqual([])
  })

  test('who may not answer, and what is not there', async () => {
    const { keys, call, screen } = await tenant('looks-not', '佐藤')
    const { id } = await screen({ text: numbered(1) })
    await call('POST', `/screenings/${id}/review`, { decision: 'confirmed' })
    await call('POST', `/screenings/${id}/appeals`, { from: 'sender', text: '題材です。' })
    const { page, rows } = await sitDown(keys[0] ?? '')
    await rows.first().getByRole('button').click()
    await page.locator('#not-yours').waitFor()
    await page.keyboard.press('w')
    await page.locator('#statement').getByRole('button', { name: '通報した人' }).click()
    await page.getByText('この件への通報はない').waitFor()
    expect(await complaintsOf(page)).toEqual([])
    await page.route('**/stats/agreement?*', route => route.abort())
    await page.keyboard.press('a')
    await page.getByRole('dialog').getByText('つながりません').waitFor()
    expect(await complaintsOf(page)).toEqual([])
  })
})
