import type { Transaction } from 'kysely'
import type { ScreeningId } from '../contract/ids.js'
import { inChunks } from './in-chunks.js'
import type { Tables } from './tables.js'

interface Judged {
  readonly id: ScreeningId
  /** The categories that it really was. */
  readonly final: readonly string[]
}

/** Tells every rule that hit whether its category was upheld; what a moderator added becomes a hit of its own. */
export async function judgeHits(
  db: Transaction<Tables>,
  tenant: string,
  judged: readonly Judged[],
): Promise<void> {
  if (judged.length === 0) return
  const hits = await db
    .selectFrom('screening_hits')
    .select(['screening_id', 'category'])
    .where('screening_id', 'in', idsOf(judged))
    .where('source', '=', 'rule')
    .execute()
  // Cases that were the same are written together.
  for (const same of alike(judged)) await uphold(db, idsOf(same), same[0]?.final ?? [])
  const flagged = new Set(hits.map(hit => `${hit.screening_id} ${hit.category}`))
  const added = judged.flatMap(({ id, final }) =>
    final.filter(category => !flagged.has(`${id} ${category}`)).map(category => ({ id, category })),
  )
  await inChunks(added, chunk =>
    db
      .insertInto('screening_hits')
      .values(
        chunk.map(({ id, category }) => ({
          screening_id: id,
          tenant,
          category,
          rule: '',
          confidence: 0,
          source: 'moderator' as const,
          upheld: 1 as const,
        })),
      )
      .execute(),
  )
}

/** As if there had been no decision. */
export async function unjudgeHits(db: Transaction<Tables>, ids: readonly ScreeningId[]): Promise<void> {
  if (ids.length === 0) return
  await db
    .deleteFrom('screening_hits')
    .where('screening_id', 'in', ids)
    .where('source', '=', 'moderator')
    .execute()
  await db.updateTable('screening_hits').set({ upheld: null }).where('screening_id', 'in', ids).execute()
}

async function uphold(
  db: Transaction<Tables>,
  ids: readonly ScreeningId[],
  final: readonly string[],
): Promise<void> {
  const hits = () => db.updateTable('screening_hits').where('screening_id', 'in', ids)
  if (final.length === 0) {
    await hits().set({ upheld: 0 }).execute()
    return
  }
  await hits().set({ upheld: 1 }).where('category', 'in', final).execute()
  await hits().set({ upheld: 0 }).where('category', 'not in', final).execute()
}

function alike(judged: readonly Judged[]): readonly (readonly Judged[])[] {
  const groups = new Map<string, Judged[]>()
  for (const one of judged) {
    const key = JSON.stringify([...one.final].sort())
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()]
}

const idsOf = (judged: readonly Judged[]): readonly ScreeningId[] => judged.map(({ id }) => id)
