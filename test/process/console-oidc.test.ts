import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStore } from '../../src/store/store.js'
import { hasBrowser, launchBrowser } from '../support/browser.js'
import { numbered } from '../support/desk.js'
import { startProcess } from '../support/process.js'
import { CLIENT, startProvider } from '../support/provider.js'

/** A port that was free a moment ago: the provider has to know where people are sent back to before the service is there. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise(resolve => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise(resolve => server.close(resolve))
  return port
}

describe.skipIf(!hasBrowser)('signing in at the provider of a team, in a real browser', () => {
  let browser: Browser
  const directories: string[] = []
  beforeAll(async () => {
    browser = await launchBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    for (const directory of directories) rmSync(directory, { recursive: true, force: true })
  })

  /** The built service on a store with two cases, and a provider that knows a moderator and a visitor. */
  async function start() {
    const directory = mkdtempSync(join(tmpdir(), 'sekisho-oidc-'))
    directories.push(directory)
    const port = await freePort()
    const publicUrl = `http://127.0.0.1:${port}`
    const { issuer } = await startProvider(
      {
        sato: { name: '佐藤 花子', roles: ['staff', 'moderator'] },
        guest: { name: '客', roles: ['visitor'] },
      },
      [`${publicUrl}/session/callback`],
    )
    const store = await openStore({ kind: 'sqlite', file: join(directory, 'sekisho.db') }, 'full')
    const { key } = await store.keys.create({ tenant: 'acme', role: 'admin', actor: 'site' })
    await store.close()
    const service = startProcess(directory, {
      DATABASE_URL: 'sqlite:./sekisho.db',
      PORT: String(port),
      PUBLIC_URL: publicUrl,
      OIDC_ISSUER: issuer,
      OIDC_CLIENT_ID: CLIENT.id,
      OIDC_CLIENT_SECRET: CLIENT.secret,
      OIDC_TENANT: 'acme',
      OIDC_LABEL: '社員として入る',
      SESSION_SECRET: 's'.repeat(32),
    })
    const url = await service.url()
    const call = async (path: string, payload?: object) => {
      const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
      const init = payload ? { method: 'POST', headers, body: JSON.stringify(payload) } : { headers }
      return (await fetch(`${url}${path}`, init)).json()
    }
    for (const number of [1, 2]) await call('/screen', { text: numbered(number) })
    return { url, call }
  }

  /** From the desk's door to the provider, which asks who it is, and back. */
  async function signInAs(url: string, account: string): Promise<Page> {
    const page = await (await browser.newContext()).newPage()
    await page.goto(`${url}/console`)
    await page.getByRole('button', { name: '社員として入る' }).click()
    await page.locator('input[name=login]').fill(account)
    await page.locator('input[name=password]').fill('any')
    await page.getByRole('button', { name: 'Sign-in' }).click()
    await page.waitForURL(to => to.href.startsWith(`${url}/console`))
    return page
  }

  test('a moderator lands on the desk, decides a case under their name, and signs out; a visitor stays outside', async () => {
    const { url, call } = await start()
    const page = await signInAs(url, 'sato')
    await page.locator('#text').waitFor()
    expect(await page.evaluate("fetch('/session').then(answer => answer.json())")).toMatchObject({
      tenant: 'acme',
      name: '佐藤 花子',
      role: 'moderator',
      by: 'oidc',
    })
    const id = new URL(page.url()).searchParams.get('case') ?? ''
    await page.keyboard.press('d')
    await page.waitForURL(to => to.searchParams.get('case') !== id)
    await expect
      .poll(() => call(`/screenings/${id}`))
      .toMatchObject({ status: 'dismissed', decision: { by: '佐藤 花子' } })

    await page.getByRole('button', { name: '佐藤 花子' }).click()
    const door = page.getByRole('button', { name: '社員として入る' })
    await door.waitFor()
    expect(await page.evaluate("fetch('/session').then(answer => answer.status)")).toBe(401)
    // Also behind the back button.
    await page.goBack()
    await door.waitFor()

    const outside = await signInAs(url, 'guest')
    await outside.locator('.refusal', { hasText: /./ }).waitFor()
    expect(await outside.locator('#text').count()).toBe(0)
    const { events } = (await call('/audit')) as {
      readonly events: readonly { readonly type: string; readonly actor: string }[]
    }
    const known = events.map(({ type, actor }) => `${actor} ${type}`)
    expect(known).toEqual(
      expect.arrayContaining(['佐藤 花子 signed_in', '佐藤 花子 dismissed', '佐藤 花子 signed_out']),
    )
    expect(known.filter(one => one.endsWith('signed_in'))).toHaveLength(1)
  })
})
