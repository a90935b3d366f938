import { describe, expect, test } from 'vitest'
import { hasBrowser, screenshots } from '../support/browser.js'
import { numbered, onDesk } from '../support/desk.js'

describe.skipIf(!hasBrowser)('the queue on the desk', () => {
  const { tenant, sitDown } = onDesk()

  test('"none left" is said only when none is left, and the numbers are true all the way', async () => {
    const { fill, keys, call } = await tenant('numbers', '佐藤')
    await fill(70)
    const { page, rows, counts, text, caseId, leaves, complaints } = await sitDown(keys[0] ?? '')
    await page.getByText('50 / 70 件').waitFor()
    await page.screenshot({ path: `${screenshots}/console-light.png` })

    const decided = new Set<string>()
    for (let left = 70; left > 0; left--) {
      await text.waitFor()
      decided.add((await text.textContent()) ?? '')
      const id = caseId()
      await page.keyboard.press('d')
      await leaves(id)
      // Fetched before the end of the page is reached.
      if (left === 30) await expect.poll(() => rows.count()).toBeGreaterThan(20)
      if (left > 1) expect(await page.getByText('すべて終わりました').count()).toBe(0)
    }
    expect(decided.size).toBe(70)
    await page.locator('.case').getByText('すべて終わりました').waitFor()
    await counts.getByText('0 / 0 件').waitFor()
    expect(await call('GET', '/screenings/counts')).toMatchObject({ pending: 0, dismissed: 70 })
    expect(complaints).toEqual([])
  }, 120_000)

  test('held before delivered, each verdict with colour and sign, an age, and no test texts', async () => {
    const { screen, keys } = await tenant('order', '佐藤')
    await screen({ text: 'SEKISHO-KNOWN-ANSWER-BLOCK-6H1RC8' })
    await screen({ text: numbered(1), stage: 'contracted' })
    await screen({ text: numbered(2) })
    const { page, rows, counts, sees } = await sitDown(keys[0] ?? '')
    await sees(2)
    await counts.getByText('2 / 2 件').waitFor()
    expect(await rows.count()).toBe(2)
    const seen: readonly Shown[] = await page.evaluate(`[...document.querySelectorAll('.row')].map(row => ({
      verdict: row.querySelector('.row-verdict').textContent,
      age: row.querySelector('time').textContent,
      colour: getComputedStyle(row).borderLeftColor,
      sign: row.querySelector('.icon path').getAttribute('d'),
    }))`)
    expect(seen.map(({ verdict }) => verdict)).toEqual(['遮断', '警告'])
    expect(seen.map(({ age }) => age)).toEqual(['たった今', 'たった今'])
    expect(new Set(seen.map(({ colour }) => colour)).size).toBe(2)
    expect(new Set(seen.map(({ sign }) => sign)).size).toBe(2)
    await page.keyboard.press('f')
    await page.getByLabel('動作確認の文も含める').check()
    await counts.getByText('3 / 3 件').waitFor()
  })

  test('the queue hands a case out; only one that is picked is a view', async () => {
    const { fill, keys, call } = await tenant('views', '佐藤')
    await fill(6)
    const { page, text, rows } = await sitDown(keys[0] ?? '')
    for (let time = 0; time < 2; time++) {
      await text.waitFor()
      await page.keyboard.press('d')
      await page.waitForTimeout(300)
    }
    await page.reload()
    await text.waitFor()
    const types = async () =>
      (await call('GET', '/audit')).events.map(({ type }: { readonly type: string }) => type)
    expect(await types()).not.toContain('viewed')
    expect(await types()).toContain('claimed')
    await rows.last().getByRole('button').click()
    await expect.poll(types).toContain('viewed')
  })

  test('a reported message shows what was said of it, with its category ticked', async () => {
    const { call, keys } = await tenant('reports', '佐藤')
    await call('POST', '/reports', {
      text: '昨日の件、よろしくお願いします。',
      category: 'mlm',
      reason: 'しつこく誘われます。',
    })
    const { page, rows } = await sitDown(keys[0] ?? '')
    await page.getByText('しつこく誘われます。').waitFor()
    expect(await rows.first().textContent()).toMatch(/通報.*受信者/)
    expect(await page.locator('.ticks input[value=mlm]').isChecked()).toBe(true)
    expect(await page.locator('#case-title').textContent()).toContain('マルチ商法')
  })

  test('what arrives, and what others decide, shows by itself', async () => {
    const { fill, keys, call } = await tenant('live', '佐藤')
    await fill(2)
    const { page, rows, counts } = await sitDown(keys[0] ?? '')
    await counts.getByText('2 / 2 件').waitFor()
    await fill(3, 10)
    await counts.getByText('5 / 5 件').waitFor()
    const { items } = await call('GET', '/screenings?status=pending&sort=harm')
    await call('POST', `/screenings/${items.at(-1).id}/review`, { decision: 'dismissed' })
    await counts.getByText('4 / 4 件').waitFor()
    expect(await rows.count()).toBe(4)
    expect(await page.title()).toContain('(4)')
  })
})

interface Shown {
  readonly verdict: string
  readonly age: string
  readonly colour: string
  readonly sign: string
}
