import { expect, test } from 'vitest'
import { onEveryStore } from '../../support/stores.js'

onEveryStore('the audit trail', on => {
  test('the trail pages without a gap', async () => {
    for (let i = 0; i < 7; i++)
      await on.store.audit.record({ tenant: on.tenant, type: 'exported', actor: `a-${i}` })
    const seen: string[] = []
    let cursor: string | null | undefined
    while (cursor !== null) {
      const page = await on.store.audit.list(on.tenant, { limit: 3, cursor })
      seen.push(...page.events.map(({ actor }) => actor))
      cursor = page.nextCursor
    }
    expect(seen).toEqual(['a-6', 'a-5', 'a-4', 'a-3', 'a-2', 'a-1', 'a-0'])
  })

  test('an entry is a write', async () => {
    await on.store.audit.record({ tenant: on.tenant, type: 'exported', actor: 'a' })
    expect(on.operations).toEqual(['write'])
  })
})
