import { beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, inBrowser, screenshots } from '../support/browser.js'

describe.skipIf(!hasBrowser)('in a real browser', () => {
  const { openPage, adminKey, service } = inBrowser()
  let consoleKey: string
  beforeAll(async () => {
    consoleKey = await adminKey('beta', '伊藤')
  })

  describe("a moderator's round in the console, by keyboard", () => {
    const texts = [
      '続きはLINEでお話ししましょう。IDは <img src=x onerror="alert(1)"> sample-7 です。',
      '教材を19,800円でご購入いただいてから、お仕事をお渡しします。',
    ]

    beforeAll(async () => {
      for (const text of texts)
        await service().inject({
          method: 'POST',
          url: '/screen',
          payload: { text, client: { id: 'c-1' } },
          headers: { authorization: `Bearer ${consoleKey}` },
        })
    })

    test.each(['light', 'dark'] as const)('in %s', async colorScheme => {
      const { page, complaints } = await openPage('/console', { colorScheme })
      const says = page.getByRole('status')
      await page.getByText('鍵を入れてください').waitFor()
      await page.keyboard.type(consoleKey)
      await page.keyboard.press('Enter')
      const rows = page.locator('#list button')
      await rows.first().waitFor()
      const count = await rows.count()
      expect(count).toBe(colorScheme === 'light' ? 2 : 1)

      if (colorScheme === 'dark') {
        await page.screenshot({ path: `${screenshots}/console-dark.png` })
        expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(23, 23, 26)')
        await page.close()
        return
      }
      // The newest is open, its evidence marked; the whole text is there and nothing of it runs.
      expect(await page.locator('#text').textContent()).toBe(texts[1])
      expect(await page.locator('#text mark').count()).toBeGreaterThan(0)
      await page.keyboard.press('j')
      await page.locator('#text', { hasText: texts[0] ?? '' }).waitFor()
      expect(await page.locator('#text img').count()).toBe(0)
      await page.keyboard.press('j')
      expect(await says.textContent()).toBe('最後の件です。')
      await page.screenshot({ path: `${screenshots}/console-light.png` })
      await page.keyboard.press('k')
      await page.locator('#text', { hasText: texts[1] ?? '' }).waitFor()

      // Letters that are typed into a note are letters.
      await page.locator('#note').fill('')
      await page.locator('#note').pressSequentially('cd')
      await page.locator('#title').click()
      await page.keyboard.press('c')
      await page.getByText('違反と確認にしました').waitFor()
      expect(await rows.count()).toBe(1)
      await page.keyboard.press('d')
      await page.getByText('残りはありません').waitFor()
      await page.getByRole('button', { name: '直前の判定を取り消す' }).click()
      await page.getByText('未確認に戻しました').waitFor()
      expect(await rows.count()).toBe(1)

      const { items } = (
        await service().inject({
          method: 'GET',
          url: '/screenings?clientId=c-1',
          headers: { authorization: `Bearer ${consoleKey}` },
        })
      ).json()
      expect(
        items.map((item: { status: string; decision: unknown }) => [item.status, item.decision]),
      ).toEqual([
        ['confirmed', expect.objectContaining({ by: '伊藤', note: 'cd' })],
        ['pending', null],
      ])
      expect(complaints).toEqual([])
      await page.close()
    })

    test('a client id that turns the direction of what follows it is shown as what it is', async () => {
      const tricky = await adminKey('gamma', 'adm\u202enimda')
      const headers = { authorization: `Bearer ${tricky}` }
      const { id } = (
        await service().inject({
          method: 'POST',
          url: '/screen',
          payload: { text: `\u202e${texts[1]}`, client: { id: 'c\u202e1' } },
          headers,
        })
      ).json()
      await service().inject({ method: 'POST', url: `/screenings/${id}/claim`, payload: {}, headers })
      const { page } = await openPage('/console')
      await page.locator('#key').fill(tricky)
      await page.keyboard.press('Enter')
      await page.locator('#facts', { hasText: '依頼者 c[U+202E]1 ・ 担当 adm[U+202E]nimda' }).waitFor()
      expect(await page.locator('body').innerText()).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/)
      await page.close()
    })

    test('says how many more places of a kind there are than it marks', async () => {
      const many = await adminKey('delta', '中村')
      await service().inject({
        method: 'POST',
        url: '/screen',
        payload: { text: 'LINEのIDを教えてください。'.repeat(30) },
        headers: { authorization: `Bearer ${many}` },
      })
      const { page } = await openPage('/console')
      await page.locator('#key').fill(many)
      await page.keyboard.press('Enter')
      await page.locator('#reasons', { hasText: /ほかに \d+ か所あります/ }).waitFor()
      await page.close()
    })

    test('every control has a name, and the page a strict policy', async () => {
      const { page } = await openPage('/console')
      const nameless = await page.evaluate(`[...document.querySelectorAll('button, input, select, textarea')]
        .filter(one => !one.labels?.length && !one.textContent.trim() && !one.getAttribute('aria-label'))
        .map(one => one.outerHTML)`)
      expect(nameless).toEqual([])
      await page.close()
      const policy = (await service().get('/console')).headers['content-security-policy']
      expect(policy).toContain("default-src 'none'")
      expect(policy).not.toContain('unsafe')
    })
  })
})
