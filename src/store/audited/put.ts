import type { Transaction } from 'kysely'
import { enqueue } from '../enqueue.js'
import { inChunks } from '../in-chunks.js'
import type { Means } from '../inbox.js'
import type { NewScreening } from '../screening.js'
import type { Tables } from '../tables.js'

/** Puts messages that passed before the moderators as cases that do not say so. */
export async function putBlind(
  db: Transaction<Tables>,
  tenant: string,
  drawn: readonly NewScreening[],
  means: Means,
): Promise<void> {
  if (drawn.length === 0) return
  await enqueue(db, tenant, drawn.map(withoutJudgement), means)
  await inChunks(drawn, chunk =>
    db
      .insertInto('audited_messages')
      .values(
        chunk.map(({ id, judgement: { confidence, scores } }) => ({
          screening_id: id,
          tenant,
          rate: means.auditRate,
          confidence,
          scores: JSON.stringify(scores),
        })),
      )
      .execute(),
  )
}

/** A case that somebody is asked to read, with nothing said of it: no rule or category counts it as a hit. */
function withoutJudgement(screening: NewScreening): NewScreening {
  const { test: _test, shadows: _shadows, besides: _besides, ...judgement } = screening.judgement
  return {
    ...screening,
    judgement: { ...judgement, verdict: 'warn', confidence: 0, flags: [], scores: {}, decidedBy: null },
  }
}
