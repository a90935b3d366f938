import { expect, test } from 'vitest'
import { type Desk, onEveryDesk } from '../support/desk.js'

onEveryDesk('two moderators at the same queue', {}, ({ tenant, sitDown, service, isFirst }) => {
  // Each takes a browser a tenth of a second and more.
  const MANY = isFirst ? 500 : 60

  test('get different cases, and see who works on what', async () => {
    const { fill, keys } = await tenant('pair', '佐藤', '鈴木')
    await fill(6)
    const first = await sitDown(keys[0] ?? '')
    await first.text.waitFor()
    const second = await sitDown(keys[1] ?? '')
    await second.text.waitFor()
    expect(second.caseId()).not.toBe(first.caseId())
    await second.page.getByText('佐藤 が担当中').first().waitFor()
    // Not stepped upon by the keys either.
    for (let time = 0; time < 6; time++) await second.page.keyboard.press('j')
    await second.page.waitForTimeout(400)
    expect(second.caseId()).not.toBe(first.caseId())
  })

  test('a case that was decided elsewhere goes away, with who did it, and the next one is there', async () => {
    const { fill, keys } = await tenant('overtaken', '佐藤', '鈴木')
    await fill(4)
    const { page, text, caseId, notices } = await sitDown(keys[0] ?? '')
    await text.waitFor()
    const before = caseId()
    // The other's decision arrives in spite of the lease, as after one that ran out; nothing tells of it beforehand.
    await page.route('**/screenings/changes', route => route.abort())
    await page.reload()
    await text.waitFor()
    const other = { authorization: `Bearer ${keys[1]}` }
    const mine = { authorization: `Bearer ${keys[0]}` }
    await service().inject({ method: 'POST', url: `/screenings/${before}/release`, headers: mine })
    await service().inject({
      method: 'POST',
      url: `/screenings/${before}/review`,
      headers: other,
      payload: { decision: 'confirmed' },
    })
    await page.keyboard.press('d')
    await notices.getByText('鈴木 がすでに違反と確認にしていました').waitFor()
    await text.waitFor()
    expect(caseId()).not.toBe(before)
    expect(await page.locator(`.row[data-id=${before}]`).count()).toBe(0)
  })

  test(`work off ${MANY} cases together, and none of them twice`, async () => {
    const { fill, keys, call } = await tenant('many', '佐藤', '鈴木')
    await fill(MANY)
    const desks = await Promise.all(keys.map(key => sitDown(key)))
    const seen = await Promise.all(desks.map(workOff))
    const all = seen.flat()
    expect(all.length).toBe(MANY)
    expect(new Set(all).size).toBe(MANY)
    expect(seen.every(ids => ids.length > MANY / 10)).toBe(true)
    expect(await call('GET', '/screenings/counts')).toMatchObject({ pending: 0, dismissed: MANY })
    for (const { complaints } of desks) expect(complaints).toEqual([])
  }, 240_000)
})

/** Dismisses case after case by keyboard until none is left; returns their ids. */
async function workOff({ page, text, caseId, leaves }: Desk): Promise<readonly string[]> {
  const ids: string[] = []
  const over = page.locator('.case .empty')
  for (;;) {
    await text.or(over).first().waitFor()
    if (await over.isVisible()) return ids
    const id = caseId()
    ids.push(id)
    await page.keyboard.press('d')
    await leaves(id)
  }
}
