import type { BrowserContextOptions, Page } from 'playwright-core'
import { describe, type TestOptions } from 'vitest'
import { type Before, hasBrowser, inBrowser } from './browser.js'
import { databases } from './stores.js'

export const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
}

/** A message that is flagged for certain, told from the others by its number, and no copy of them by a word. */
export const numbered = (number: number) =>
  `続きはLINEで${wordOf(number)}の話をしましょう。IDは sample-${number} です。`

const SIGNS = ['犬', '猫', '鳥', '魚', '馬', '牛', '羊', '虎', '竜', '兎']
const wordOf = (number: number) => [...String(number)].map(digit => SIGNS[Number(digit)]).join('')

/** The desk before one of the stores; what they cannot differ in is tested before the first. */
export interface DeskOfStore extends ReturnType<typeof onDesk> {
  readonly isFirst: boolean
}

/** Tests of a desk that do what stores may differ in, once before each store. */
export function onEveryDesk(subject: string, options: TestOptions, tests: (desk: DeskOfStore) => void): void {
  describe.skipIf(!hasBrowser).each(databases)(`${subject}, $name`, options, database =>
    tests({ ...onDesk({ database }), isFirst: database === databases[0] }),
  )
}

/** The moderators' desk in a real browser, before a service with keys. */
export function onDesk(before?: Before) {
  const { openPage, adminKey, service } = inBrowser(before)

  let tenants = 0

  /** A tenant of its own, so that its queue holds what the test put there; another one when the test is run again. */
  async function tenant(name: string, ...moderators: readonly string[]) {
    const own = `${name}-${++tenants}`
    const keys: string[] = []
    for (const moderator of moderators) keys.push(await adminKey(own, moderator))
    const [first = ''] = keys
    const headers = { authorization: `Bearer ${first}` }
    const call = async (method: 'GET' | 'POST' | 'DELETE', url: string, payload?: object) =>
      (await service().inject({ method, url, headers, ...(payload && { payload }) })).json()
    return {
      /** As the store knows it. */
      name: own,
      keys,
      call,
      screen: (message: object) => call('POST', '/screen', message),
      /** So many flagged messages; returns nothing, the newest bears the highest number. */
      fill: async (count: number, from = 0) => {
        for (let at = 0; at < count; at += 100) {
          const numbers = Array.from({ length: Math.min(100, count - at) }, (_, place) => from + at + place)
          await call('POST', '/screen/batch', {
            messages: numbers.map(number => ({ text: numbered(number), client: { id: `c-${number % 7}` } })),
          })
        }
      },
    }
  }

  /** The desk as a moderator sees it after signing in. */
  async function sitDown(key: string, options: BrowserContextOptions = {}, path = '/console') {
    const { page, complaints } = await openPage(path, { viewport: { width: 1280, height: 800 }, ...options })
    await signIn(page, key)
    return { complaints, ...look(page) }
  }

  return { openPage, tenant, sitDown, service }
}

export async function signIn(page: Page, key: string): Promise<void> {
  await page.locator('#key').fill(key)
  await page.keyboard.press('Enter')
  await page.locator('.queue').waitFor({ state: 'attached' })
}

export type Desk = ReturnType<typeof look>

/** Where things are on the desk. */
function look(page: Page) {
  return {
    page,
    text: page.locator('#text'),
    rows: page.locator('.row'),
    counts: page.locator('#counts'),
    notices: page.locator('.notices'),
    /** Waits until the case with this number is open. */
    sees: (number: number) => page.locator('#text', { hasText: `sample-${number} ` }).waitFor(),
    caseId: () => caseIn(new URL(page.url())),
    /** Waits until the case with this id is open. */
    opens: async (id: string) => {
      await page.waitForURL(url => caseIn(url) === id)
      await page.locator('#text').waitFor()
    },
    /** Waits until another case is open, or none. */
    leaves: (id: string) => page.waitForURL(url => caseIn(url) !== id),
  }
}

function caseIn(url: URL): string {
  return url.searchParams.get('case') ?? ''
}
