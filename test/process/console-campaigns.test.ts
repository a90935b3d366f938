import type { BrowserContextOptions, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { firstIdAt } from '../../src/contract/ids.js'
import { complaintsOf } from '../support/axe.js'
import { screenshots } from '../support/browser.js'
import { lureOf } from '../support/copies.js'
import { numbered, onEveryDesk, PHONE } from '../support/desk.js'
import { realScreener } from '../support/real-screener.js'

const MANY = 30
const OLD = 3

onEveryDesk('a campaign on the desk', { timeout: 180_000 }, ({ tenant, sitDown, service, isFirst }) => {
  /** Thirty copies from nine senders, and one message that is alone. */
  async function withCampaign(name: string, options: BrowserContextOptions = {}, path = '/console') {
    const { name: own, keys, call, screen } = await tenant(name, '佐藤')
    await screen({ text: numbered(1), stage: 'contracted', client: { id: 'alone' } })
    await keepOld(own, [lureOf(60), lureOf(61), lureOf(62)])
    for (let at = OLD; at < MANY; at++) await screen({ text: lureOf(at), client: { id: `sender-${at % 9}` } })
    const { items } = await call('GET', '/campaigns')
    const [{ id, size }] = items
    expect(size).toBe(MANY)
    const desk = await sitDown(keys[0] ?? '', options, path.replace('ID', id))
    const counts = async () => call('GET', '/screenings/counts')
    return { ...desk, ...look(desk.page), id, call, screen, pending: counts, key: keys[0] ?? '' }
  }

  /** Copies that came one a day, until yesterday. */
  async function keepOld(tenantName: string, texts: readonly string[]): Promise<void> {
    for (const [at, text] of texts.entries()) {
      const day = new Date(Date.now() - (2 * (texts.length - at) - 1) * 24 * 60 * 60 * 1_000)
      const id = firstIdAt(day)
      const judgement = realScreener.screen({ text })
      const message = { text, client: { id: `sender-${at}` } }
      await service().store.inbox.keep(tenantName, [
        { id, message, judgement, fingerprint: realScreener.fingerprint(text) },
      ])
    }
  }

  test('is one entry with its count, and is read before it is decided, with ten seconds to take it back', async () => {
    const { page, rows, counts, notices, id, screen, pending, confirm, dismiss, complaints } =
      await withCampaign('one-entry')
    await counts.getByText('31 / 31 件').waitFor()
    expect(await rows.count()).toBe(2)
    await page.locator('.campaign-row').getByText('同じ文面 30 件').waitFor()
    await page.waitForURL(url => url.searchParams.get('campaign') === id)
    await page.locator('.varies').first().waitFor()

    expect(await confirm.isDisabled()).toBe(true)
    await page.keyboard.press('c')
    await notices.getByText('あと 3 件を開いて読んでください').waitFor()
    await page.keyboard.press('n')
    await page.locator('#sample .text').first().waitFor()
    await page.getByText('あと 2 件を開いて読んでください').first().waitFor()
    expect(await dismiss.isDisabled()).toBe(true)
    await read(page, 2)
    expect(await confirm.isEnabled()).toBe(true)

    await page.keyboard.press('m')
    await page.keyboard.type('同じ文面')
    await page.keyboard.press('Escape')
    await page.keyboard.press('c')
    await notices.getByText('30 件を違反と確認にしました').waitFor()
    expect(await pending()).toMatchObject({ pending: 1, confirmed: MANY, dismissed: 0 })
    // The queue goes on with what is left.
    await page.locator('#text', { hasText: 'sample-1 ' }).waitFor()
    await counts.getByText('1 / 1 件').waitFor()
    expect((await screen({ text: lureOf(40) })).verdict).toBe('block')

    await page.keyboard.press('u')
    await notices.getByText('件を未確認に戻しました').waitFor()
    await page.waitForURL(url => url.searchParams.get('campaign') === id)
    expect(await pending()).toMatchObject({ pending: MANY + 2 })
    expect(await page.locator('#note').inputValue()).toBe('同じ文面')
    await counts.getByText('32 / 32 件').waitFor()
    expect(complaints).toEqual([])
  })

  test('found harmless, is taken back by the offer that follows', async () => {
    const { page, notices, call } = await withCampaign('ten-seconds')
    await read(page, 3)
    await page.locator('#dismiss').click()
    await notices.getByText('30 件を問題なしにしました').waitFor()
    await notices.getByRole('button', { name: '取り消す' }).click()
    await notices.getByText('30 件を未確認に戻しました').waitFor()
    expect((await call('GET', '/campaigns')).items).toMatchObject([{ status: 'open', pending: MANY }])
    const types = (await call('GET', '/audit')).events.map(({ type }: { readonly type: string }) => type)
    expect(types).toContain('campaign_dismissed')
    expect(types).toContain('campaign_reopened')
  })

  test('a member names it and leads to it, and one that it blocked says why', async () => {
    const { page, id, call, screen } = await withCampaign('member')
    await page.locator('.varies').first().waitFor()
    await page.keyboard.press('g')
    await page.getByText('この件は一斉送信（同じ文面 30 件）の 1 件です').waitFor()
    await page.waitForURL(url => url.searchParams.has('case'))
    await page.keyboard.press('g')
    await page.waitForURL(url => url.searchParams.get('campaign') === id)

    await call('POST', `/campaigns/${id}/review`, { decision: 'confirmed' })
    const late = await screen({ text: lureOf(50) })
    expect(late).toMatchObject({ verdict: 'block', campaign: { id, status: 'confirmed' } })
    await page.goto(new URL(`/console?case=${late.id}&status=any`, page.url()).href)
    await page.getByText('違反と確認された一斉送信（同じ文面 31 件）の 1 件です').waitFor()
    await page.getByText('違反と確認された一斉送信（cmp_').first().waitFor()
    await page.getByRole('button', { name: 'まとめて見る' }).click()
    await page.getByText('佐藤 が違反と確認にしました').waitFor()
    await page.getByRole('button', { name: '判定を取り消す' }).click()
    await page.locator('#confirm').waitFor()
  })

  test('open ones have a shelf, by size or by time, and the keys work there', async () => {
    const { page, id, screen, counts } = await withCampaign('shelf')
    await screen({ text: numbered(7) })
    for (const name of ['山田', '森', '林'])
      await screen({
        text: `動画編集をお願いします。担当の${name}です。素材が重いため、続きはLINEに切り替えさせてください。見本もそちらでお見せします。`,
      })
    await page.locator('.of-campaigns').click()
    await counts.getByText('一斉送信 2').waitFor()
    const sizes = () => page.locator('.campaign-row .many').allTextContents()
    expect(await sizes()).toEqual(['30 件', '3 件'])
    await page.getByRole('button', { name: '新しく来た順' }).click()
    await expect.poll(sizes).toEqual(['3 件', '30 件'])
    expect(new URL(page.url()).searchParams.get('by')).toBe('latest')
    await page.keyboard.press('j')
    await page.locator('.varies').first().waitFor()
    await page.keyboard.press('j')
    await page.waitForURL(url => url.searchParams.get('campaign') === id)
    await page.locator('.senders').getByRole('button', { name: 'sender-1' }).click()
    // One sender's cases are seen one by one.
    await counts.getByText('4 / 4 件').waitFor()
  })

  test.runIf(isFirst).each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['phone', PHONE],
  ] as const)('axe finds nothing, and nothing runs out of the page: %s', async (name, options) => {
    const { page, complaints } = await withCampaign(`look-${name}`, options, '/console?campaign=ID')
    await page.locator('.varies').first().waitFor()
    const picture = (what: string) =>
      page.screenshot({ path: `${screenshots}/console-campaign-${what}-${name}.png` })
    await picture('unread')
    expect(await complaintsOf(page)).toEqual([])
    await read(page, 3)
    await picture('read')
    expect(await complaintsOf(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
    if (name === 'phone') {
      for (const button of ['#confirm', '#dismiss']) {
        const box = await page.locator(button).boundingBox()
        expect(box && box.height >= 44 && box.y + box.height <= 844).toBe(true)
      }
      await page.getByRole('button', { name: '一覧へ' }).tap()
    }
    await page.locator('.of-campaigns').click()
    await page.locator('.campaign-row').waitFor()
    await picture('list')
    expect(await complaintsOf(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0)
    expect(complaints).toEqual([])
  })
})

function look(page: Page) {
  return { confirm: page.locator('#confirm'), dismiss: page.locator('#dismiss') }
}

/** Opens so many members by key, each when the one before is there. */
async function read(page: Page, count: number): Promise<void> {
  const texts = page.locator('.members .text')
  await page.locator('#sample').waitFor()
  const before = await texts.count()
  for (let at = 1; at <= count; at++) {
    await page.keyboard.press('n')
    await texts.nth(before + at - 1).waitFor()
  }
}
