import type { Flag } from '../contract/judgement.js'
import type { CategoryInfo, Screener } from '../contract/screener.js'
import type { Store } from '../store/store.js'
import { identifiersOfCase } from './case-identifiers.js'
import { beginningWithArrival } from './timeline.js'

export interface CaseParts {
  readonly store: Pick<
    Store,
    'screenings' | 'reports' | 'appeals' | 'audit' | 'clients' | 'identifiers' | 'campaigns'
  >
  /** Whose categories say what the policy is, and who finds the contacts in its text. */
  readonly screener: Pick<Screener, 'categories' | 'identifiers'>
}

type Stored = NonNullable<Awaited<ReturnType<Store['screenings']['find']>>>

/**
 * A screening with all that a decision needs: conversation, sender, campaign, reports, appeals, trail, and the policy's own
 * words. Nothing of it tells the viewer of a decision that they are not to see.
 */
export async function withCircumstances(
  { store, screener }: CaseParts,
  tenant: string,
  found: Stored,
  viewer: string,
) {
  const [reports, appeals, events, sender, identifiers, campaigns] = await Promise.all([
    store.reports.of(tenant, found.id),
    store.appeals.of(tenant, found.id),
    store.audit.of(tenant, found.id, viewer),
    senderOf(store, tenant, found, viewer),
    identifiersOfCase({ screener, store }, tenant, found, viewer),
    store.campaigns.ofCases(tenant, [found.id]),
  ])
  return {
    ...found,
    campaign: campaigns.get(found.id) ?? null,
    reports,
    appeals,
    mayAnswerAppeals: appeals.some(({ status }) => status === 'open')
      ? await store.appeals.mayAnswer(tenant, found.id, viewer)
      : null,
    sender,
    identifiers,
    events: beginningWithArrival(found, events),
    policy: found.flags.map(flag => policyOf(flag, screener.categories)),
  }
}

/** Null when the platform said nothing of it; without an id there is only what it said. */
async function senderOf(
  { clients, identifiers }: Pick<Store, 'clients' | 'identifiers'>,
  tenant: string,
  { id, client: profile }: Stored,
  viewer: string | undefined,
) {
  if (profile === null) return null
  if (profile.id === undefined) return { profile, record: null, earlier: [] }
  const [record, earlier, shares] = await Promise.all([
    clients.find(tenant, profile.id, viewer),
    clients.earlier(tenant, profile.id, id, viewer),
    identifiers.shares(tenant, profile.id),
  ])
  return { profile, record: record ? { ...record, shares: [...record.shares, ...shares] } : null, earlier }
}

/** What the dictionary says of a category today. Of one that it no longer has, what the flag says. */
function policyOf({ category, label, severity, advice }: Flag, categories: readonly CategoryInfo[]) {
  const known = categories.find(({ id }) => id === category)
  return {
    category,
    label: known?.label ?? label,
    severity: known?.severity ?? severity,
    description: known?.description ?? '',
    basis: known?.basis ?? [],
    advice,
  }
}
