import type { Locator, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, inBrowser, screenshots } from '../support/browser.js'

describe.skipIf(!hasBrowser)('in a real browser', () => {
  const { openPage, adminKey, service } = inBrowser()
  let key: string
  beforeAll(async () => {
    key = await adminKey('acme', '佐藤')
  })

  describe("a moderator's round in Swagger UI", () => {
    let page: Page
    let complaints: string[]
    let id: string

    beforeAll(async () => {
      ;({ page, complaints } = await openPage('/docs'))
    })
    afterAll(() => page?.close())

    /** Opens an operation, fills its fields and executes it; gives the answer's status and body. */
    async function execute(operation: string, fill?: (operation: Locator) => Promise<unknown>) {
      const block = page.locator(`[id="operations-${operation}"]`)
      await block.locator('.opblock-summary').click()
      const tryIt = block.getByRole('button', { name: 'Try it out' })
      const execute = block.getByRole('button', { name: 'Execute' })
      await tryIt.or(execute).first().waitFor()
      if (await tryIt.isVisible()) await tryIt.click()
      await fill?.(block)
      await execute.click()
      const answer = block.locator('.live-responses-table')
      await answer.waitFor()
      const status = await answer.locator('.response-col_status').last().textContent()
      const body = await answer.locator('.response-col_description').last().textContent()
      await page.screenshot({ path: `${screenshots}/swagger-${operation.split('-').at(-1)}.png` })
      await block.locator('.opblock-summary').click()
      return { status: status?.trim().slice(0, 3), body: body ?? '' }
    }

    test('finds the work in its order, in Japanese', async () => {
      await page.getByText('メッセージを 1 件判定する', { exact: true }).waitFor()
      expect(
        await page.locator('.opblock-tag').evaluateAll(tags => tags.map(tag => tag.getAttribute('data-tag'))),
      ).toEqual([
        'screening',
        'queue',
        'review',
        'reports',
        'appeals',
        'campaigns',
        'lists',
        'statistics',
        'webhooks',
        'keys',
        'session',
        'reference',
        'operation',
      ])
    })

    test('is refused without a key, and authorises', async () => {
      expect((await execute('queue-listScreenings')).status).toBe('401')
      await page.locator('.auth-wrapper .authorize').click()
      const dialog = page.locator('.modal-ux')
      // The key; the other way in is a cookie.
      await dialog.locator('#auth-bearer-value').fill(key)
      await dialog.getByRole('button', { name: 'Apply credentials' }).first().click()
      await dialog.getByRole('button', { name: 'Close' }).first().click()
    })

    test('screens a message', async () => {
      const { status, body } = await execute('screening-screen', block =>
        block.locator('.examples-select select').first().selectOption({ label: '個人情報の要求' }),
      )
      expect(status).toBe('200')
      expect(body).toContain('personal_info_request')
    })

    test('finds it in the list', async () => {
      const { body } = await execute('queue-listScreenings')
      expect(body).toContain('personal_info_request')
      expect(body).toContain('●')
      id = /"(scr_\w{26})"/.exec(body)?.[1] ?? ''
      expect(id).not.toBe('')
    })

    const fillId = (block: Locator) => block.locator('input[placeholder="id"]').fill(id)

    test('reads it', async () => {
      const { status, body } = await execute('queue-getScreening', fillId)
      expect(status).toBe('200')
      expect(body).not.toContain('●')
    })

    test('confirms it', async () => {
      const { status, body } = await execute('review-reviewScreening', async block => {
        await fillId(block)
        await block.locator('textarea').fill('{ "decision": "confirmed", "note": "住所の要求" }')
      })
      expect(status).toBe('200')
      expect(body).toContain('"by": "佐藤"')
    })

    test('sees it in the statistics', async () => {
      const { body } = await execute('statistics-getStats')
      expect(body.replace(/\s/g, '')).toContain('"confirmed":1')
    })

    test('what a message holds is shown and never run', async () => {
      const payload =
        '<img src=x onerror="window.ran=1"><script>window.ran=1</script><svg/onload=window.ran=1>'
      const hostile = await service().inject({
        method: 'POST',
        url: '/screen',
        payload: { text: `詳細はLINEでお話しします。追加してください。\n${payload}` },
        headers: { authorization: `Bearer ${key}` },
      })
      id = hostile.json().id
      const { body } = await execute('queue-getScreening', fillId)
      expect(body).toContain('<script>window.ran=1</script>')
      expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false)
    })

    test('without a complaint from the browser: the content security policy fits', () => {
      // A refused request is what the page is told when no key was given yet.
      expect(complaints.filter(one => !one.includes('401'))).toEqual([])
    })
  })
})
