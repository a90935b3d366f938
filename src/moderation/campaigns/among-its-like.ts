import type { Fingerprint } from '../../contract/fingerprint.js'
import type { Judgement } from '../../contract/judgement.js'
import type { ListName } from '../../contract/lists.js'
import type { IncomingMessage } from '../../contract/message.js'
import type { Screener } from '../../contract/screener.js'
import type { NewScreening } from '../../store/screening.js'
import type { Store } from '../../store/store.js'
import { denied } from '../lists/deny.js'
import { joins, type Made, type Outcome, type UnderWay } from '../outcome.js'
import { underCampaign } from './in-force.js'

export interface CampaignParts {
  readonly screener: Pick<Screener, 'fingerprint' | 'categories' | 'countsAs'>
  readonly store: Pick<Store, 'campaigns'>
}

/** What copies of a message have in common; undefined where nobody will ask for it. */
export function fingerprintOf(
  screener: CampaignParts['screener'],
  { text, dryRun }: IncomingMessage,
  { test, flagged }: Judgement,
  isDecided: boolean,
): Fingerprint | undefined {
  const isAskedFor = isDecided || (flagged && !dryRun)
  return test || !isAskedFor ? undefined : screener.fingerprint(text)
}

/**
 * A decision on a campaign holds for what is of it, and an entry in a list before the decision; what an admin has denied is
 * blocked whatever was decided.
 */
export async function amongItsLike<One extends NewScreening>(
  { screener, store }: CampaignParts,
  one: One,
  { tenant, isDecided, listed, orAnswer }: Pick<UnderWay, 'tenant' | 'isDecided' | 'listed' | 'orAnswer'>,
): Promise<One> {
  const { message, judgement } = one
  // What is flagged by what is known of its contacts alone has none yet.
  const fingerprint = one.fingerprint ?? fingerprintOf(screener, message, judgement, isDecided)
  const made = { ...one, fingerprint }
  if (!isDecided || !fingerprint || judgement.decidedBy?.by === 'list') return made
  const standing = listed && ((id: string) => standsFor(listed(id)?.list))
  const match = await orAnswer(() => store.campaigns.match(tenant, made, standing), undefined)
  if (match === undefined) return made
  const entry = match.isListed ? listed?.(match.id) : undefined
  if (entry?.list === 'deny')
    return { ...made, judgement: denied(judgement, [{ entry, ...match.stretch }], message.text, screener) }
  return {
    ...made,
    judgement: underCampaign(judgement, message.text, match, screener.categories),
    ...(match.status === 'dismissed' && { passedIn: match.id }),
  }
}

/** What an entry makes of its campaign. */
const standsFor = (list: ListName | undefined) =>
  list === undefined ? undefined : list === 'deny' ? ('confirmed' as const) : ('dismissed' as const)

/** Outcomes with their campaigns: of what was just kept, and of what was kept before and is answered again. */
export async function withCampaigns(
  { store }: Pick<CampaignParts, 'store'>,
  tenant: string,
  outcomes: readonly Outcome[],
  made: readonly Made[],
): Promise<readonly Outcome[]> {
  const alone = new Set(made.filter(one => !joins(one)).map(({ id }) => id))
  const ids = outcomes.flatMap(outcome =>
    outcome.kind === 'judged' && !outcome.judgement.test && !alone.has(outcome.id) ? [outcome.id] : [],
  )
  if (ids.length === 0) return outcomes
  const campaigns = await store.campaigns.of(tenant, ids)
  return outcomes.map(outcome =>
    outcome.kind === 'judged' ? { ...outcome, campaign: campaigns.get(outcome.id) ?? null } : outcome,
  )
}
