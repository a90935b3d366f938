import type { Judgement } from '../contract/judgement.js'
import type { KnownOf } from '../contract/known-identifier.js'
import type { Screener } from '../contract/screener.js'
import { keyOf } from '../store/link-hash.js'
import type { NewScreening } from '../store/screening.js'
import type { Store } from '../store/store.js'
import type { OrAnswer } from './without-store.js'

const nobodyKnown: KnownOf = () => undefined

/** What moderators have decided of the identifiers of these judgements: one look for all, none where there is nothing to look for. */
export async function recallIdentifiers(
  identifiers: Store['identifiers'],
  tenant: string,
  judgements: readonly Judgement[],
): Promise<KnownOf> {
  if (!identifiers.isLinking) return nobodyKnown
  const found = judgements.flatMap(judgement => judgement.identifiers)
  if (found.length === 0) return nobodyKnown
  const known = await identifiers.confirmed(tenant, found)
  return identifier => known.get(keyOf(identifier))
}

/** What moderators decided of the identifiers of other messages tells of these. */
export async function inTheLightOfOthers<Judged extends Pick<NewScreening, 'message' | 'judgement'>>(
  { screener, store }: { readonly screener: Screener; readonly store: Pick<Store, 'identifiers'> },
  { tenant, orAnswer }: { readonly tenant: string; readonly orAnswer: OrAnswer },
  judged: readonly Judged[],
): Promise<readonly Judged[]> {
  const judgements = judged.map(({ judgement }) => judgement)
  const knownOf = await orAnswer(() => recallIdentifiers(store.identifiers, tenant, judgements), nobodyKnown)
  if (knownOf === nobodyKnown) return judged
  return judged.map(one => ({ ...one, judgement: screener.recall(one.judgement, one.message, knownOf) }))
}
