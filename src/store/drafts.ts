import { sql, type Transaction } from 'kysely'
import { type DraftStep, draftStep } from '../contract/words.js'
import type { Gate } from './gate.js'
import type { KeyedHash } from './keyed-hash.js'
import type { Period } from './precision.js'
import type { Tables } from './tables.js'

/**
 * What becomes of drafts, counted by day. A draft that has an id is recognised for a day, or until it is sent, by hashes
 * under the store's secret: neither its id nor a word of it is kept, nor who wrote it.
 */
export interface Drafts {
  /** A draft was judged. Without an id each counts as another one. */
  seen(tenant: string, draft: SeenDraft): Promise<void>
  /** Messages whose drafts were judged before have been sent: they are forgotten. */
  sent(tenant: string, messages: readonly SentDraft[]): Promise<void>
  /** In whole days (UTC). */
  counts(tenant: string, period: Period): Promise<Readonly<Record<DraftStep, number>>>
}

interface SeenDraft {
  readonly draftId?: string | undefined
  readonly text: string
  readonly isHinted: boolean
}

export interface SentDraft {
  readonly draftId: string
  readonly text: string
  /** As a draft it would get a hint still. */
  readonly isHinted: boolean
}

const DAY = 24 * 60 * 60 * 1_000

/** What came before is not known any more. */
export const draftsSince = (): string => new Date(Date.now() - DAY).toISOString()

export function buildDrafts(gate: Gate, hash: KeyedHash): Drafts {
  const hashesOf = (tenant: string, draftId: string, text: string) => ({
    draft: hash('draft', tenant, draftId),
    text: hash('draft', tenant, draftId, text),
  })

  return {
    seen: (tenant, { draftId, text, isHinted }) =>
      gate.write(async db => {
        const steps =
          draftId === undefined
            ? stepsWithoutId(isHinted)
            : await stepsOf(db, tenant, hashesOf(tenant, draftId, text), isHinted)
        await count(db, tenant, steps)
      }),

    sent: (tenant, messages) =>
      gate.write(async db => {
        const hashed = messages.map(({ draftId, text, isHinted }) => ({
          ...hashesOf(tenant, draftId, text),
          isHinted,
        }))
        const steps: DraftStep[] = []
        // In one order everywhere, else two instances could wait for each other.
        for (const one of hashed.sort((a, b) => (a.draft < b.draft ? -1 : 1)))
          steps.push(...(await stepsOfSent(db, tenant, one)))
        await count(db, tenant, steps)
      }),

    counts: (tenant, { from, to }) =>
      gate.read(async db => {
        const rows = await db
          .selectFrom('draft_counts')
          .select(['what', sql<number>`sum(count)`.as('total')])
          .where('tenant', '=', tenant)
          .where('day', '>=', dayOf(from))
          .where('day', '<=', dayOf(new Date(to.getTime() - 1)))
          .groupBy('what')
          .execute()
        const total = (step: DraftStep): number => Number(rows.find(({ what }) => what === step)?.total ?? 0)
        return {
          drafts: total('drafts'),
          hinted: total('hinted'),
          revised: total('revised'),
          sentAnyway: total('sentAnyway'),
        }
      }),
  }
}

const stepsWithoutId = (isHinted: boolean): readonly DraftStep[] =>
  isHinted ? ['drafts', 'hinted'] : ['drafts']

interface Hashes {
  readonly draft: string
  readonly text: string
}

/** What is new of a draft that was seen now. Each statement changes the row only if it is so: two looks at once count once. */
async function stepsOf(
  db: Transaction<Tables>,
  tenant: string,
  { draft, text }: Hashes,
  isHinted: boolean,
): Promise<readonly DraftStep[]> {
  const steps: DraftStep[] = []
  await db
    .deleteFrom('drafts')
    .where('tenant', '=', tenant)
    .where('draft_hash', '=', draft)
    .where('created_at', '<', draftsSince())
    .execute()
  const fresh = await db
    .insertInto('drafts')
    .values({
      tenant,
      draft_hash: draft,
      created_at: new Date().toISOString(),
      hinted_hash: null,
      revised: 0,
    })
    .onConflict(conflict => conflict.columns(['tenant', 'draft_hash']).doNothing())
    .executeTakeFirst()
  if (Number(fresh.numInsertedOrUpdatedRows) > 0) steps.push('drafts')
  const own = db.updateTable('drafts').where('tenant', '=', tenant).where('draft_hash', '=', draft)
  const revised = await own
    .set({ revised: 1 })
    .where('revised', '=', 0)
    .where('hinted_hash', 'is not', null)
    .where('hinted_hash', '!=', text)
    .executeTakeFirst()
  if (Number(revised.numUpdatedRows) > 0) steps.push('revised')
  if (!isHinted) return steps
  const first = await own.set({ hinted_hash: text }).where('hinted_hash', 'is', null).executeTakeFirst()
  if (Number(first.numUpdatedRows) > 0) steps.push('hinted')
  else await own.set({ hinted_hash: text }).execute()
  return steps
}

async function stepsOfSent(
  db: Transaction<Tables>,
  tenant: string,
  { draft, text, isHinted }: Hashes & { readonly isHinted: boolean },
): Promise<readonly DraftStep[]> {
  const row = await db
    .deleteFrom('drafts')
    .where('tenant', '=', tenant)
    .where('draft_hash', '=', draft)
    .returning(['created_at', 'hinted_hash', 'revised'])
    .executeTakeFirst()
  if (row === undefined || row.hinted_hash === null || row.created_at < draftsSince()) return []
  const isSame = row.hinted_hash === text
  return [
    ...(!isSame && row.revised === 0 ? (['revised'] as const) : []),
    ...(isSame || isHinted ? (['sentAnyway'] as const) : []),
  ]
}

async function count(db: Transaction<Tables>, tenant: string, steps: readonly DraftStep[]): Promise<void> {
  const day = dayOf(new Date())
  // In one order everywhere, as above.
  for (const what of draftStep.options) {
    const times = steps.filter(step => step === what).length
    if (times === 0) continue
    await db
      .insertInto('draft_counts')
      .values({ tenant, day, what, count: times })
      .onConflict(conflict =>
        conflict
          .columns(['tenant', 'day', 'what'])
          .doUpdateSet(eb => ({ count: eb('draft_counts.count', '+', times) })),
      )
      .execute()
  }
}

const dayOf = (time: Date): string => time.toISOString().slice(0, 10)
