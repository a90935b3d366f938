import { existsSync, mkdirSync } from 'node:fs'
import { type Browser, chromium } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { realScreener } from './real-screener.js'
import { type Service, startService } from './service.js'

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
export const hasBrowser = existsSync(executablePath)
if (!hasBrowser) console.log(`SKIPPED: browser tests, because there is no ${executablePath}`)

/** What CI keeps of a run. */
export const screenshots = 'report/screenshots'

/** A service with keys that listens, and a real browser to visit it with; both from before the tests until after them. */
export function inBrowser() {
  let browser: Browser
  let service: Service
  let url: string

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true })
    service = await startService({ screener: realScreener, config: { hasKeys: true } })
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

  /** A key that may do everything. */
  async function adminKey(tenant: string, actor: string): Promise<string> {
    return (await service.store.keys.create({ tenant, role: 'admin', actor })).key
  }

  return { openPage, adminKey, service: (): Service => service }
}
