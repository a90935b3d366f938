import type { Transaction } from 'kysely'
import type { Tables } from './tables.js'

/** When cases were last reopened, alone or with others; those that never were are absent. */
export async function lastReopened(
  db: Transaction<Tables>,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const alone = await db
    .selectFrom('events')
    .select(['screening_id', eb => eb.fn.max('at').as('at')])
    .where('screening_id', 'in', ids)
    .where('type', '=', 'reopened')
    .groupBy('screening_id')
    .execute()
  const withOthers = await db
    .selectFrom('bulk_steps as step')
    .innerJoin('events', 'events.id', 'step.event_id')
    .select(['step.screening_id', eb => eb.fn.max('events.at').as('at')])
    .where('step.screening_id', 'in', ids)
    .where('events.type', '=', 'bulk_reopened')
    .groupBy('step.screening_id')
    .execute()
  const last = new Map<string, string>()
  for (const { screening_id: id, at } of [...alone, ...withOthers])
    if (id !== null && at > (last.get(id) ?? '')) last.set(id, at)
  return last
}
