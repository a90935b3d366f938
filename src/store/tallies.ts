import { type Count, countsOf } from '../contract/hits.js'
import type { Judgement } from '../contract/judgement.js'
import type { Gate } from './gate.js'
import type { TalliesTable } from './tables.js'

/**
 * Counts what is judged, allowed messages too: by day (UTC), verdict, category, rule and shadow rule. Counting costs no
 * write a message: counts are written every few seconds and at the end. A crash loses those of the last seconds; what is
 * flagged is kept message by message and never counts on this.
 */
export interface Tallies {
  count(tenant: string, judgement: Judgement): void
  /** Writes what has been counted. When that fails it is kept for the next time. */
  flush(): Promise<void>
}

type Tally = Omit<TalliesTable, 'count'> & { count: number }

export function buildTallies(gate: Gate): Tallies {
  let waiting = new Map<string, Tally>()

  function add(tenant: string, day: string, kind: Count['kind'], name: string, count: number): void {
    const key = JSON.stringify([tenant, day, kind, name])
    const known = waiting.get(key)
    if (known) known.count += count
    else waiting.set(key, { tenant, day, kind, name, count })
  }

  return {
    count: (tenant, judgement) => {
      const day = new Date().toISOString().slice(0, 10)
      for (const { kind, name } of countsOf(judgement)) add(tenant, day, kind, name, 1)
    },

    flush: async () => {
      if (waiting.size === 0) return
      const counted = waiting
      waiting = new Map()
      try {
        await gate.write(async db => {
          // In one order everywhere, else two instances could wait for each other.
          for (const key of [...counted.keys()].sort()) {
            const tally = counted.get(key)
            if (!tally) continue
            await db
              .insertInto('tallies')
              .values(tally)
              .onConflict(conflict =>
                conflict
                  .columns(['tenant', 'day', 'kind', 'name'])
                  .doUpdateSet(eb => ({ count: eb('tallies.count', '+', tally.count) })),
              )
              .execute()
          }
        })
      } catch (failure) {
        for (const { tenant, day, kind, name, count } of counted.values()) add(tenant, day, kind, name, count)
        throw failure
      }
    },
  }
}
