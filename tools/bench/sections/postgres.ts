import { openStore } from '../../../src/store/store.js'
import { fill } from '../filled-store.js'
import { onDatabaseOfItsOwn } from '../own-database.js'
import { forget } from './forgetting.js'
import { ask } from './rows.js'
import type { Section } from './section.js'

/** What is asked and forgotten among `--rows` screenings of half a year on the PostgreSQL that `--postgres` names. */
export const postgres: Section = {
  title: 'milliseconds by question, PostgreSQL',
  measure: async ({ rows, rounds, postgres: url }) => {
    if (url === undefined) return undefined
    return onDatabaseOfItsOwn(url, async location => {
      const store = await openStore(location, 'full')
      try {
        const since = performance.now()
        await fill(store, location, rows)
        const filled = { milliseconds: performance.now() - since, cases: rows }
        const asked = [...(await ask(store, rounds))].map(
          ([question, milliseconds]) => [question, { milliseconds }] as const,
        )
        return { fill: filled, ...Object.fromEntries(asked), ...(await forget(store, location, rounds)) }
      } finally {
        await store.close()
      }
    })
  },
}
