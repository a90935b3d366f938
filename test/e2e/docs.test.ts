import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { realScreener } from '../support/real-screener.js'
import { startService } from '../support/service.js'

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
const hasBrowser = existsSync(executablePath)
if (!hasBrowser) console.log(`SKIPPED: browser tests, because there is no ${executablePath}`)

describe.skipIf(!hasBrowser)('a moderator in front of Swagger UI', () => {
  let browser: Browser
  let page: Page
  const complaints: string[] = []

  beforeAll(async () => {
    const service = await startService({ screener: realScreener })
    const url = await service.app.listen({ port: 0 })
    browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
    page = await browser.newPage()
    page.on('console', message => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    page.on('pageerror', error => complaints.push(error.message))
    await page.goto(`${url}/`)
  })
  afterAll(() => browser?.close())

  test('finds the work in its order, in Japanese', async () => {
    await page.getByText('メッセージを 1 件判定する', { exact: true }).waitFor()
    expect(
      await page.locator('.opblock-tag').evaluateAll(tags => tags.map(tag => tag.getAttribute('data-tag'))),
    ).toEqual(['判定', '確認', '資料', '運用'])
  })

  test('picks an example, executes it and sees the verdict', async () => {
    const operation = page.locator('#operations-判定-screen')
    await operation.locator('.opblock-summary').click()
    await operation.getByRole('button', { name: 'Try it out' }).click()
    await operation.locator('.examples-select select').first().selectOption({ label: '個人情報の要求' })
    await operation.getByRole('button', { name: 'Execute' }).click()
    const answer = operation.locator('.live-responses-table')
    await answer.waitFor()
    expect(await answer.locator('.response-col_status').last().textContent()).toMatch(/^200/)
    expect(await answer.locator('.response-col_description').last().textContent()).toContain(
      'personal_info_request',
    )
  })

  test('finds it in the list', async () => {
    const operation = page.locator('#operations-確認-listScreenings')
    await operation.locator('.opblock-summary').click()
    await operation.getByRole('button', { name: 'Try it out' }).click()
    await operation.getByRole('button', { name: 'Execute' }).click()
    const answer = operation.locator('.live-responses-table')
    await answer.waitFor()
    expect(await answer.locator('.response-col_description').last().textContent()).toContain(
      'personal_info_request',
    )
  })

  test('without a complaint from the browser: the content security policy fits', () => {
    expect(complaints).toEqual([])
  })
})
