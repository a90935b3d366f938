import type { Campaign } from '../../api/campaigns.js'
import { unread } from '../../state/campaign.js'
import { decideCampaign, sending } from '../../state/campaign-deciding.js'
import { campaignDraft, tickOnCampaign, writeOnCampaign } from '../../state/campaign-draft.js'
import { words } from '../../words/words.js'
import { Ticks } from '../case/ticks.js'
import { Answers } from '../parts/answers.js'

/** One decision for all that wait, once a sample was read. */
export function CampaignDecision({ item }: { readonly item: Campaign }) {
  const { decision: said, campaign: many } = words.value
  const { note, categories } = campaignDraft.value
  const { pending } = item.byStatus
  return (
    <footer class="decision">
      <details class="fold" open={categories.length > 0}>
        <summary>{many.categories}</summary>
        <Ticks legend={said.categories} ticked={categories} toggle={tickOnCampaign} />
      </details>
      <p id="before-deciding" class={unread.value > 0 ? 'wants' : 'soft'}>
        {unread.value > 0 ? many.readFirst(unread.value) : many.inForce}
      </p>
      <Answers
        note={note}
        write={note => writeOnCampaign({ note })}
        confirm={many.confirm(pending)}
        dismiss={many.dismiss(pending)}
        decide={decideCampaign}
        disabled={unread.value > 0 || sending.value}
        describedBy="before-deciding"
      />
    </footer>
  )
}
