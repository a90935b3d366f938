import type { Campaign } from '../../api/campaigns.js'
import type { Decision } from '../../api/shapes.js'
import { unread } from '../../state/campaign.js'
import { decideCampaign, sending } from '../../state/campaign-deciding.js'
import { campaignDraft, tickOnCampaign, writeOnCampaign } from '../../state/campaign-draft.js'
import { postpone } from '../../state/moving.js'
import { attempt } from '../../state/notices.js'
import { words } from '../../words/words.js'
import { Ticks } from '../case/ticks.js'
import { Icon } from '../parts/icons.js'

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
      <div class="answers">
        <label class="note" for="note">
          <span class="sr">{said.note}</span>
          <textarea
            id="note"
            rows={1}
            maxlength={2000}
            placeholder={said.noteHint}
            value={note}
            onInput={event => writeOnCampaign({ note: event.currentTarget.value })}
          />
        </label>
        <Answer outcome="confirmed" word={many.confirm(pending)} shortcut="c" />
        <Answer outcome="dismissed" word={many.dismiss(pending)} shortcut="d" />
        <button type="button" class="later" aria-keyshortcuts="z" onClick={() => attempt(postpone)}>
          <Icon name="clock" />
          {said.later}
          <kbd>z</kbd>
        </button>
      </div>
    </footer>
  )
}

function Answer({
  outcome,
  word,
  shortcut,
}: {
  readonly outcome: Decision
  readonly word: string
  readonly shortcut: string
}) {
  return (
    <button
      id={outcome === 'confirmed' ? 'confirm' : 'dismiss'}
      type="button"
      class={outcome === 'confirmed' ? 'confirm' : 'dismiss'}
      aria-keyshortcuts={shortcut}
      aria-describedby="before-deciding"
      disabled={unread.value > 0 || sending.value}
      onClick={() => attempt(() => decideCampaign(outcome))}
    >
      <Icon name={outcome} />
      {word}
      <kbd>{shortcut}</kbd>
    </button>
  )
}
