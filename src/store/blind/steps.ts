import type { Transaction } from 'kysely'
import type { ScreeningId } from '../../contract/ids.js'
import type { Record } from '../audit-record.js'
import type { Review } from '../decide.js'
import type { ScreeningDetail } from '../screening.js'
import type { Tables } from '../tables.js'
import { giveLooks, leaseLook, withdrawLooks } from './give.js'
import { looksAt } from './looks.js'

/**
 * The steps of somebody who looks at cases blind. Each is tried before the step with the case itself, and looks the same to
 * who takes it. The trail says that there was one, and never what it found.
 */
export interface BlindSteps {
  /** The cases that were reviewed so; the others are not looked at blind. */
  review(ids: readonly ScreeningId[], review: Review): Promise<readonly ScreeningDetail[]>
  /** The cases that are looked at blind, given or not: those are not to be reopened. */
  among(ids: readonly ScreeningId[]): Promise<ReadonlySet<ScreeningId>>
  /** The cases whose look was taken back. */
  reopen(ids: readonly ScreeningId[]): Promise<readonly ScreeningDetail[]>
  /** Prolongs. */
  claim(id: ScreeningId, until: string): Promise<ScreeningDetail | undefined>
  release(id: ScreeningId): Promise<ScreeningDetail | undefined>
}

export function blindSteps(
  db: Transaction<Tables>,
  record: Record,
  tenant: string,
  actor: string,
): BlindSteps {
  const tell = async (
    type: 'second_opinion' | 'second_opinion_withdrawn' | 'claimed' | 'released',
    screenings: readonly ScreeningDetail[],
    detail = {},
  ): Promise<void> => {
    for (const { id } of screenings) await record(db, { tenant, type, actor, screeningId: id, detail })
  }
  return {
    review: async (ids, review) => {
      const given = await giveLooks(db, tenant, actor, ids, review)
      await tell('second_opinion', given)
      return given
    },

    among: async ids => new Set((await looksAt(db, tenant, ids, actor)).map(({ id }) => id)),

    reopen: async ids => {
      const done = await withdrawLooks(db, tenant, actor, await looksAt(db, tenant, ids, actor))
      await tell('second_opinion_withdrawn', done)
      // What is reopened is nobody's.
      return done.map(one => ({ ...one, claim: null }))
    },

    claim: async (id, until) => {
      const seen = await leaseLook(db, tenant, actor, id, until)
      if (seen) await tell('claimed', [seen], { until })
      return seen
    },

    release: async id => {
      const seen = await leaseLook(db, tenant, actor, id, new Date().toISOString())
      if (seen) await tell('released', [seen])
      return seen
    },
  }
}
