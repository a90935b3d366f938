import { expect, test } from 'vitest'
import { buildIntake } from '../../../src/moderation/intake.js'
import { openStore, type Store } from '../../../src/store/store.js'
import { fakeScreener } from '../../support/screener.js'
import { EVER } from '../../support/screenings.js'
import { onEveryStore } from '../../support/stores.js'

onEveryStore('counting', on => {
  test('60 messages, each sent four times at once to two instances, are 60', async () => {
    // Two connections of one process cannot wait for each other on SQLite: there two instances share one.
    const other = on.location.kind === 'sqlite' ? on.store : await openStore(on.location, 'full')
    const told: string[] = []
    const intakeOf = (store: Store) =>
      buildIntake({
        screener: fakeScreener(),
        store,
        onStoreFailure: 'refuse',
        clientMemory: false,
        onJudged: ({ verdict }) => told.push(verdict),
        onUnkept: () => undefined,
      })
    const instances = [intakeOf(on.store), intakeOf(other)]
    const messages = Array.from({ length: 60 }, (_, at) => ({
      text: at % 3 === 0 ? 'ok' : 'LINE',
      messageId: `m-${at}`,
    }))
    await Promise.all(
      messages.flatMap(message => [0, 1, 0, 1].map(at => instances[at]?.(on.tenant, [message]))),
    )
    await other.tallies.flush()
    if (other !== on.store) await other.close()
    expect((await on.store.statistics(on.tenant, EVER)).volumes).toEqual({
      allow: 20,
      warn: 0,
      review: 0,
      block: 40,
    })
    expect(told).toHaveLength(60)
  })
})
