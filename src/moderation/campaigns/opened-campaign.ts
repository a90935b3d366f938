import type { Screener } from '../../contract/screener.js'
import type { Store } from '../../store/store.js'
import { identifiersIn } from '../case-identifiers.js'
import { varyingParts } from './varying.js'

interface Which {
  readonly tenant: string
  readonly actor: string
  readonly id: string
}

/** A campaign as a moderator opens it, with a page of its members; undefined when there is none. It is recorded that it was. */
export async function openedCampaign(
  {
    screener,
    store: { campaigns, audit, identifiers },
  }: {
    readonly screener: Pick<Screener, 'identifiers'>
    readonly store: Pick<Store, 'campaigns' | 'audit' | 'identifiers'>
  },
  { tenant, actor, id }: Which,
  page: { readonly limit: number; readonly cursor?: string | undefined },
) {
  const found = await campaigns.find(tenant, id)
  if (found === undefined) return undefined
  // Recorded first, so that no view goes unrecorded.
  await audit.record({ tenant, type: 'campaign_viewed', actor, detail: { campaign: id } })
  const { core, ...campaign } = found
  return {
    ...campaign,
    core: core && {
      screeningId: core.screeningId,
      text: core.text,
      varies: varyingParts(core.text, core.others),
    },
    identifiers: await identifiers.ofCampaign(tenant, id, kept => identifiersIn(screener, kept)),
    members: await campaigns.members(tenant, id, page),
  }
}
