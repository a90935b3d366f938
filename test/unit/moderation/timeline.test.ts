import { expect, test } from 'vitest'
import { timelineOf } from '../../../src/moderation/timeline.js'
import { onEveryStore } from '../../support/stores.js'

onEveryStore('the timeline of a screening', on => {
  test('begins with its arrival', async () => {
    const { id } = await on.keep({ text: 'LINE' })
    await on.store.queue.review(on.tenant, id, 'sato', { decision: 'dismissed' })
    const events = await timelineOf(on.store, on.tenant, id)
    expect(events).toMatchObject([
      { id, type: 'screened', actor: 'sekisho', detail: { verdict: 'block', origin: 'screen' } },
      { type: 'dismissed', actor: 'sato' },
    ])
  })

  test('of what is not stored, or of another tenant, there is none', async () => {
    const { id } = await on.keep({ text: 'LINE' })
    expect(await timelineOf(on.store, 'other', id)).toBeUndefined()
  })
})
