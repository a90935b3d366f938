import { beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser } from '../support/browser.js'
import { onDesk, signIn } from '../support/desk.js'

describe.skipIf(!hasBrowser)('coming to the desk', () => {
  const { openPage, tenant, sitDown, service } = onDesk()
  let key: string
  let acme: string
  beforeAll(async () => {
    const { name, fill, keys } = await tenant('acme', '佐藤')
    await fill(3)
    key = keys[0] ?? ''
    acme = name
  })

  test('a first visit is calm: a question, nothing red, no request that fails', async () => {
    const { page, complaints } = await openPage('/console')
    await page.getByText('鍵を入れてください').waitFor()
    expect(await page.locator('.refusal').textContent()).toBe('')
    expect(await page.evaluate('document.activeElement.id')).toBe('key')
    await page.waitForTimeout(300)
    expect(complaints).toEqual([])
  })

  test('a wrong key is told from none, and stays to be mended', async () => {
    const { page } = await openPage('/console')
    await page.locator('#key').fill('sk_wrong')
    await page.keyboard.press('Enter')
    await page.getByText('この鍵では入れませんでした').waitFor()
    expect(await page.locator('#key').inputValue()).toBe('sk_wrong')
  })

  test('a key without the right is told so', async () => {
    const { key: platform } = await service().store.keys.create({
      tenant: acme,
      role: 'platform',
      actor: 'platform',
    })
    const { page } = await openPage('/console')
    await page.locator('#key').fill(platform)
    await page.keyboard.press('Enter')
    await page.getByText('担当者の操作はできません').waitFor()
  })

  test('the tab remembers the key over a reload, and another tab does not', async () => {
    const { page, text } = await sitDown(key)
    await text.waitFor()
    await page.reload()
    await text.waitFor()
    expect(await page.evaluate('localStorage.getItem("sekisho.key")')).toBeNull()
    const other = await page.context().newPage()
    await other.goto(page.url())
    await other.locator('#key').waitFor()
  })

  test('a key that is revoked meanwhile leads back to the door', async () => {
    const { key: passing } = await service().store.keys.create({
      tenant: acme,
      role: 'moderator',
      actor: '一日だけ',
    })
    const { page, text } = await sitDown(passing)
    await text.waitFor()
    await page.route(/\/screenings/, route =>
      route.fulfill({
        status: 401,
        contentType: 'application/problem+json',
        body: JSON.stringify({ type: 'urn:sekisho:problem:unauthenticated', detail: 'x' }),
      }),
    )
    await page.keyboard.press('d')
    await page.getByText('入り直してください').waitFor()
    await page.unroute(/\/screenings/)
    await signIn(page, key)
    await text.waitFor()
  })

  test('the way of the team is offered when there is one', async () => {
    const { page } = await openPage('/console')
    await page.route('**/session/ways', route =>
      route.fulfill({ json: { keys: false, open: false, oidc: { label: '社員として入る', url: '/docs' } } }),
    )
    await page.reload()
    await page.getByRole('button', { name: '社員として入る' }).click()
    await page.waitForURL('**/docs?to=*')
  })

  test('the page has a strict policy, and what never changes may be kept', async () => {
    const answer = await service().get('/console')
    const policy = String(answer.headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).not.toMatch(/unsafe|data:|https?:/)
    expect(answer.headers['cache-control']).toBe('no-cache')
    const assets = [...answer.body.matchAll(/(?:src|href)="(\/console\/assets\/[^"]+)"/g)].map(
      ([, path]) => path,
    )
    expect(assets.length).toBeGreaterThan(1)
    for (const path of assets)
      expect((await service().get(path ?? '')).headers['cache-control']).toContain('immutable')
  })
})
