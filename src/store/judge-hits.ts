import type { Transaction } from 'kysely'
import type { ScreeningId } from '../contract/ids.js'
import type { Tables } from './tables.js'

/** Tells every rule that hit whether its category was upheld; what a moderator added becomes a hit of its own. */
export async function judgeHits(
  db: Transaction<Tables>,
  tenant: string,
  id: ScreeningId,
  final: readonly string[],
): Promise<void> {
  const hits = await db
    .selectFrom('screening_hits')
    .select(['category', 'source'])
    .where('screening_id', '=', id)
    .execute()
  const known = [...new Set(hits.map(({ category }) => category))]
  for (const upheld of [0, 1] as const) {
    const those = known.filter(category => final.includes(category) === (upheld === 1))
    if (those.length === 0) continue
    await db
      .updateTable('screening_hits')
      .set({ upheld })
      .where('screening_id', '=', id)
      .where('category', 'in', those)
      .execute()
  }
  const flagged = hits.filter(({ source }) => source === 'rule').map(({ category }) => category)
  const added = final.filter(category => !flagged.includes(category))
  if (added.length === 0) return
  await db
    .insertInto('screening_hits')
    .values(
      added.map(category => ({
        screening_id: id,
        tenant,
        category,
        rule: '',
        confidence: 0,
        source: 'moderator' as const,
        upheld: 1 as const,
      })),
    )
    .execute()
}
