import { expect, test } from 'vitest'
import { openDatabase } from '../../../src/store/database.js'
import { openStore } from '../../../src/store/store.js'
import { judged } from '../../support/screenings.js'
import { onEveryStore } from '../../support/stores.js'

onEveryStore('text', on => {
  test.each([
    ['plain', 'LINEでお願いします'],
    ['an unpaired surrogate', 'LINE\ud83d'],
    ['a low surrogate first', '\udc4dLINE'],
    ['a surrogate pair', '👍LINE👍'],
    ['NUL, which PostgreSQL refuses', 'a\u0000LINE'],
    ['quotes and SQL', `LINE'); drop table screenings; --"`],
    ['the longest', `LINE${'あ'.repeat(9_996)}`],
  ])('gives back a text as it was sent: %s', async (_name, text) => {
    const screening = judged({ text, messageId: 'm' })
    await on.store.inbox.keep(on.tenant, [screening])
    const found = await on.store.screenings.find(on.tenant, screening.id)
    expect(found?.text).toBe(text)
    expect(found?.flags[0]?.evidence[0]).toMatchObject({ start: text.indexOf('LINE'), text: 'LINE' })
  })

  test.each([
    ['full', '連絡はLINEで', '連絡はLINEで'],
    ['evidence', '連絡はLINEで', '●●●LINE●'],
    ['none', '連絡はLINEで', '●●●●●●●●'],
  ] as const)('with STORE_TEXT=%s %s is read back as %s', async (storeText, text, expected) => {
    const other = await openStore(on.location, storeText)
    const screening = judged({ text })
    await other.inbox.keep(on.tenant, [screening])
    const found = await other.screenings.find(on.tenant, screening.id)
    expect(found?.text).toBe(expected)
    expect(found?.flags[0]?.evidence[0]?.text).toBe(expected.slice(3, 7))
    const raw = await openDatabase(on.location)
    const rows = await raw.selectFrom('screenings').selectAll().where('id', '=', screening.id).execute()
    await raw.destroy()
    await other.close()
    expect(JSON.stringify(rows).includes('連絡')).toBe(storeText === 'full')
    expect(JSON.stringify(rows).includes('LINE')).toBe(storeText !== 'none')
  })
})
