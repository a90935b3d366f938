import type { Campaign } from '../../api/campaigns.js'
import { campaign } from '../../state/campaign.js'
import { reopenCampaign } from '../../state/campaign-deciding.js'
import { attempt } from '../../state/notices.js'
import { reveal, revealed } from '../../state/reading.js'
import { settings } from '../../state/settings.js'
import { words } from '../../words/words.js'
import { useKeptFocus } from '../case/kept-focus.js'
import { CoreText } from './core-text.js'
import { Days } from './days.js'
import { CampaignDecision } from './decision.js'
import { CampaignHead } from './head.js'
import { Members } from './members.js'

/** Copies of one text: what it says, how it was sent, a sample to read, and one decision for all. */
export function CampaignPane() {
  const now = campaign.value
  useKeptFocus(now?.id, false)
  return (
    <article class="case campaign" aria-busy={now === null}>
      {now === null ? <Opening /> : <OpenCampaign key={now.id} item={now} />}
    </article>
  )
}

function OpenCampaign({ item }: { readonly item: Campaign }) {
  const { case: said, campaign: many } = words.value
  const isBlurred = settings.value.blur && !revealed.value
  return (
    <>
      <CampaignHead item={item} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard. */}
      <section class="case-body" tabIndex={0} aria-label={many.title}>
        <Decided item={item} />
        <div class={isBlurred ? 'blurred' : undefined}>
          {isBlurred && (
            <button type="button" class="primary reveal" onClick={reveal}>
              {said.reveal}
            </button>
          )}
          <CoreText item={item} />
        </div>
        <Days item={item} />
        <Members item={item} isBlurred={isBlurred} />
      </section>
      {item.status === 'open' && item.byStatus.pending > 0 && <CampaignDecision item={item} />}
    </>
  )
}

function Opening() {
  return (
    <div class="no-case">
      <h2 id="case-title" tabIndex={-1} class="soft">
        {words.value.case.opening}
      </h2>
    </div>
  )
}

function Decided({ item: { status, review, byStatus } }: { readonly item: Campaign }) {
  const { campaign: said } = words.value
  if (review === null) return byStatus.pending > 0 ? null : <p class="banner">{said.nothingWaits}</p>
  return (
    <p class={`banner membership ${status}`}>
      {review.decision === 'confirmed' ? said.confirmedBy(review.by) : said.dismissedBy(review.by)}
      {review.note && <q>{review.note}</q>}
      <button type="button" onClick={() => attempt(reopenCampaign)}>
        {said.reopen}
      </button>
    </p>
  )
}
