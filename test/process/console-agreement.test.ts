import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { hasBrowser } from '../support/browser.js'
import { numbered, onDesk } from '../support/desk.js'

describe.skipIf(!hasBrowser)('how far moderators agree, on the desk', () => {
  // Every decision is looked at again.
  const { tenant, sitDown, service } = onDesk({ rates: { secondReviewRate: 1, goldenRate: 0, auditRate: 0 } })

  /** What two moderators found of the same cases. */
  async function twice(name: string, pairs: readonly (readonly [first: string, second: string])[]) {
    const { name: own, keys, call, screen } = await tenant(name, '佐藤', '伊藤')
    const ids: string[] = []
    for (const [at, [first, second]] of pairs.entries()) {
      const { id } = await screen({ text: numbered(at + 1) })
      await call('POST', `/screenings/${id}/review`, { decision: first })
      const headers = { authorization: `Bearer ${keys[1]}` }
      await service().inject({ method: 'POST', url: '/screenings/next', headers, payload: {} })
      await service().inject({
        method: 'POST',
        url: `/screenings/${id}/review`,
        headers,
        payload: { decision: second },
      })
      ids.push(id)
    }
    const { key } = await service().store.keys.create({ tenant: own, role: 'moderator', actor: '加藤' })
    return { ids, admin: keys[0] ?? '', key, call }
  }

  test('is shown by category with its interval, and each disagreement opens', async () => {
    const { ids, key, call } = await twice('pairs', [
      ['confirmed', 'confirmed'],
      ['confirmed', 'confirmed'],
      ['confirmed', 'dismissed'],
    ])
    const { page, opens, complaints } = await sitDown(key)
    await page.keyboard.press('a')
    const panel = page.getByRole('dialog', { name: '担当者どうしの一致度' })
    await panel.getByText('2 人目の意見 3 件').waitFor()
    const { all } = await call('GET', '/stats/agreement')
    expect(all).toMatchObject({ both: 2, onlyFirst: 1 })
    const { low, high } = all.agreement
    const share = `67%（${Math.round(low * 100)}〜${Math.round(high * 100)}%）`
    const category = panel.locator('.shares li', { hasText: '外部連絡' })
    expect(await category.innerText()).toContain(share)
    expect(await category.innerText()).toContain('2 人とも 2 件・1 人だけ 1 件')
    const bar = await category
      .locator('.bounds')
      .evaluate(one => [Number(one.getAttribute('x')), Number(one.getAttribute('width'))])
    expect(bar[0]).toBeCloseTo(low * 100)
    expect(bar[1]).toBeCloseTo((high - low) * 100)

    const disagreements = panel.locator('.disagreements button')
    expect(await disagreements.count()).toBe(1)
    expect(await disagreements.innerText()).toMatch(/1 人目 違反と確認（.*外部連絡[\s\S]*2 人目 問題なし/)
    expect(await disagreements.innerText()).not.toMatch(/佐藤|伊藤/)
    await disagreements.click()
    await opens(ids[2] ?? '')
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  test('names who disagreed to an administrator alone', async () => {
    const { admin } = await twice('names', [['dismissed', 'confirmed']])
    const { page } = await sitDown(admin)
    await page.locator('.top').getByRole('button', { name: '一致度' }).click()
    await page.locator('.disagreements').getByText('佐藤 問題なし').waitFor()
    await page.locator('.disagreements').getByText('伊藤 違反と確認').waitFor()
  })

  test('says that there is nothing yet, that it is on its way, and what is in the way', async () => {
    const { keys } = await tenant('nothing-yet', '佐藤')
    const { page, notices } = await sitDown(keys[0] ?? '')
    const panel = page.getByRole('dialog')
    let letGo: () => void = () => undefined
    const held = new Promise<void>(done => {
      letGo = done
    })
    await page.route('**/stats/agreement?*', async route => {
      await held
      await route.continue()
    })
    await page.keyboard.press('a')
    await panel.getByText('読み込んでいます').waitFor()
    letGo()
    await panel.getByText('この期間に、2 人目の意見はまだありません').waitFor()
    await page.unroute('**/stats/agreement?*')
    await page.route('**/stats/agreement?*', route => route.abort())
    await panel.getByRole('button', { name: '90 日間' }).click()
    await panel.getByText('つながりません').waitFor()
    await page.unroute('**/stats/agreement?*')
    await panel.getByRole('button', { name: 'もう一度' }).click()
    await panel.getByText('2 人目の意見はまだありません').waitFor()
    await page.route('**/stats/agreement?*', forbidden)
    await panel.getByRole('button', { name: '7 日間', exact: true }).click()
    await panel.getByText('担当者の操作はできません').waitFor()
    expect(await panel.getByRole('button', { name: 'もう一度' }).count()).toBe(0)
    await page.keyboard.press('a')
    await panel.waitFor({ state: 'detached' })
    expect(await notices.locator('.wrong').count()).toBe(0)
  })
})

type Route = Parameters<Parameters<Page['route']>[1]>[0]

function forbidden(route: Route) {
  const problem = { type: 'urn:sekisho:problem:forbidden', title: 'x', status: 403, detail: 'x' }
  return route.fulfill({
    status: 403,
    contentType: 'application/problem+json',
    body: JSON.stringify({ ...problem, requestId: 'r' }),
  })
}
