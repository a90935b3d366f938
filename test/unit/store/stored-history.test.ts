import { expect, test } from 'vitest'
import type { TextKept } from '../../../src/contract/words.js'
import { keptHistory } from '../../../src/store/stored-history.js'
import { judged } from '../../support/screenings.js'
import { onEveryStore } from '../../support/stores.js'

const history = [
  { from: 'client' as const, text: 'LINE\nの' },
  { from: 'worker' as const, text: '何ですか' },
  { from: 'client' as const, text: '番号は090' },
]
const usedHistory = [
  { message: 0, start: 0, end: 4 },
  { message: 2, start: 3, end: 6 },
]
const masked = [
  { from: 'client', text: 'LINE\n●' },
  { from: 'worker', text: '●●●●' },
  { from: 'client', text: '●●●090' },
]

test.each<[TextKept, typeof usedHistory, unknown]>([
  ['full', usedHistory, history],
  ['full', [], history],
  ['evidence', usedHistory, masked],
  ['evidence', [], undefined],
  ['none', usedHistory, undefined],
])('STORE_TEXT=%s, used %j', (textKept, used, expected) => {
  const screening = judged({ text: 'LINE', history })
  const judgement = { ...screening.judgement, usedHistory: used }
  expect(keptHistory({ ...screening, judgement }, textKept)).toEqual(expected)
})

onEveryStore('a history', on => {
  test('goes with its screening, and out with the archive', async () => {
    const { id } = await on.keep({ text: 'LINE', history })
    const bare = await on.keep({ text: 'LINE' })
    expect((await on.store.screenings.find(on.tenant, id))?.history).toEqual(history)
    expect((await on.store.screenings.find(on.tenant, bare.id))?.history).toBeNull()
    const pages = []
    for await (const page of on.store.archive({ tenant: on.tenant })) pages.push(...page)
    expect(pages.map(screening => screening.history)).toEqual([history, null])
    await on.store.erasure.screening(on.tenant, id, 'boss')
    expect(await on.store.screenings.find(on.tenant, id)).toBeUndefined()
  })
})
