import { existsSync, mkdirSync } from 'node:fs'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { realScreener } from '../support/real-screener.js'
import { type Service, startService } from '../support/service.js'

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const hasBrowser = existsSync(executablePath)
if (!hasBrowser) console.log(`SKIPPED: browser tests, because there is no ${executablePath}`)

/** What CI keeps of a run. */
const screenshots = 'report/screenshots'

describe.skipIf(!hasBrowser)('in a real browser', () => {
  let browser: Browser
  let service: Service
  let url: string
  let key: string
  let consoleKey: string

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true })
    service = await startService({ screener: realScreener, config: { hasKeys: true } })
    key = (await service.store.keys.create({ tenant: 'acme', role: 'admin', actor: '佐藤' })).key
    consoleKey = (await service.store.keys.create({ tenant: 'beta', role: 'admin', actor: '伊藤' })).key
    url = await service.app.listen({ port: 0 })
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
    })
  })
  afterAll(() => browser?.close())

  async function openPage(path: string, options: { readonly colorScheme?: 'dark' | 'light' } = {}) {
    const page = await browser.newPage(options)
    const complaints: string[] = []
    page.on('console', message => {
      // A refused request is what the page is told when no key was given yet.
      if (message.type() === 'error' && !message.text().includes('401')) complaints.push(message.text())
    })
    page.on('pageerror', error => complaints.push(error.message))
    await page.goto(`${url}${path}`)
    return { page, complaints }
  }

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
      ).toEqual(['審査', '一覧', '判定', '通報', '統計', '通知', '資料', '運用'])
    })

    test('is refused without a key, and authorises', async () => {
      expect((await execute('一覧-listScreenings')).status).toBe('401')
      await page.locator('.auth-wrapper .authorize').click()
      const dialog = page.locator('.modal-ux')
      await dialog.locator('input').fill(key)
      await dialog.getByRole('button', { name: 'Apply credentials' }).click()
      await dialog.getByRole('button', { name: 'Close' }).click()
    })

    test('screens a message', async () => {
      const { status, body } = await execute('審査-screen', block =>
        block.locator('.examples-select select').first().selectOption({ label: '個人情報の要求' }),
      )
      expect(status).toBe('200')
      expect(body).toContain('personal_info_request')
    })

    test('finds it in the list', async () => {
      const { body } = await execute('一覧-listScreenings')
      expect(body).toContain('personal_info_request')
      expect(body).toContain('●')
      id = /"(scr_\w{26})"/.exec(body)?.[1] ?? ''
      expect(id).not.toBe('')
    })

    const fillId = (block: Locator) => block.locator('input[placeholder="id"]').fill(id)

    test('reads it', async () => {
      const { status, body } = await execute('一覧-getScreening', fillId)
      expect(status).toBe('200')
      expect(body).not.toContain('●')
    })

    test('confirms it', async () => {
      const { status, body } = await execute('判定-reviewScreening', async block => {
        await fillId(block)
        await block.locator('textarea').fill('{ "decision": "confirmed", "note": "住所の要求" }')
      })
      expect(status).toBe('200')
      expect(body).toContain('"by": "佐藤"')
    })

    test('sees it in the statistics', async () => {
      const { body } = await execute('統計-getStats')
      expect(body.replace(/\s/g, '')).toContain('"confirmed":1')
    })

    test('what a message holds is shown and never run', async () => {
      const payload =
        '<img src=x onerror="window.ran=1"><script>window.ran=1</script><svg/onload=window.ran=1>'
      const hostile = await service.inject({
        method: 'POST',
        url: '/screen',
        payload: { text: `詳細はLINEでお話しします。追加してください。\n${payload}` },
        headers: { authorization: `Bearer ${key}` },
      })
      id = hostile.json().id
      const { body } = await execute('一覧-getScreening', fillId)
      expect(body).toContain('<script>window.ran=1</script>')
      expect(await page.evaluate(() => 'ran' in globalThis)).toBe(false)
    })

    test('without a complaint from the browser: the content security policy fits', () => {
      expect(complaints).toEqual([])
    })
  })

  describe('the same round in the console, by keyboard', () => {
    const texts = [
      '続きはLINEでお話ししましょう。IDは <img src=x onerror="alert(1)"> sample-7 です。',
      '教材を19,800円でご購入いただいてから、お仕事をお渡しします。',
    ]

    beforeAll(async () => {
      for (const text of texts)
        await service.inject({
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
        await service.inject({
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
      const tricky = (
        await service.store.keys.create({ tenant: 'gamma', role: 'admin', actor: 'adm\u202enimda' })
      ).key
      const headers = { authorization: `Bearer ${tricky}` }
      const { id } = (
        await service.inject({
          method: 'POST',
          url: '/screen',
          payload: { text: `\u202e${texts[1]}`, client: { id: 'c\u202e1' } },
          headers,
        })
      ).json()
      await service.inject({ method: 'POST', url: `/screenings/${id}/claim`, payload: {}, headers })
      const { page } = await openPage('/console')
      await page.locator('#key').fill(tricky)
      await page.keyboard.press('Enter')
      await page.locator('#facts', { hasText: '依頼者 c[U+202E]1 ・ 担当 adm[U+202E]nimda' }).waitFor()
      expect(await page.locator('body').innerText()).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u200e\u200f]/)
      await page.close()
    })

    test('every control has a name, and the page a strict policy', async () => {
      const { page } = await openPage('/console')
      const nameless = await page.evaluate(`[...document.querySelectorAll('button, input, select, textarea')]
        .filter(one => !one.labels?.length && !one.textContent.trim() && !one.getAttribute('aria-label'))
        .map(one => one.outerHTML)`)
      expect(nameless).toEqual([])
      await page.close()
      const policy = (await service.get('/console')).headers['content-security-policy']
      expect(policy).toContain("default-src 'none'")
      expect(policy).not.toContain('unsafe')
    })
  })
})
