import { expect, test } from 'vitest'
import { openStore } from '../../../src/store/store.js'
import { judged } from '../../support/screenings.js'
import { onEveryStore } from '../../support/stores.js'

onEveryStore('the archive', on => {
  test('the archive gives decided ones whole, and none whose text was not kept', async () => {
    const { id } = await on.keep({ text: 'LINEで' })
    await on.keep({ text: '教材' })
    const blind = await openStore(on.location, 'evidence')
    const hidden = judged({ text: 'LINE hidden' })
    await blind.inbox.keep(on.tenant, [hidden])
    await blind.queue.review(on.tenant, hidden.id, 'a', { decision: 'confirmed' })
    await blind.close()
    await on.store.queue.review(on.tenant, id, 'a', { decision: 'confirmed' })
    const found: string[] = []
    for await (const page of on.store.archive({ tenant: on.tenant, status: 'decided' }))
      found.push(...page.map(({ text }) => text))
    expect(found).toEqual(['LINEで'])
  })
})
