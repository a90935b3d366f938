import { existsSync, mkdirSync } from 'node:fs'
import { type Browser, type BrowserContextOptions, chromium } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import type { BlindRates } from '../../src/store/blind/ask.js'
import { openStore } from '../../src/store/store.js'
import { realScreener } from './real-screener.js'
import { type Service, startService } from './service.js'
import type { DatabaseKind } from './stores.js'

const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
export const hasBrowser = existsSync(executablePath)
if (!hasBrowser) console.log(`SKIPPED: browser tests, because there is no ${executablePath}`)

/** What CI keeps of a run. */
export const screenshots = 'report/screenshots'

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })

export interface Before {
  readonly rates?: BlindRates
  /** The database that the service keeps its cases in; otherwise SQLite in memory. */
  readonly database?: DatabaseKind
}

/** A service with keys that listens, and a real browser to visit it with; both from before the tests until after them. */
export function inBrowser({ rates, database }: Before = {}) {
  let browser: Browser
  let service: Service
  let url: string
  const afterwards: (() => Promise<void>)[] = []

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true })
    const own = await database?.create()
    if (own) afterwards.push(own.remove)
    const location = own?.location ?? ({ kind: 'sqlite', file: ':memory:' } as const)
    const store = await openStore(location, 'full', { ...(rates && { rates }) })
    service = await startService({
      screener: realScreener,
      config: { hasKeys: true },
      store,
    })
    url = await service.app.listen({ port: 0 })
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await service?.close()
    for (const remove of afterwards) await remove()
  })

  async function openPage(path: string, options: BrowserContextOptions = {}) {
    // A context of its own: what one visitor's browser keeps, another's does not.
    const context = await browser.newContext(options)
    const page = await context.newPage()
    const complaints: string[] = []
    page.on('console', message => {
      if (message.type() === 'error') complaints.push(message.text())
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
