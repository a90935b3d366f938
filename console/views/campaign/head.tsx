import type { Campaign } from '../../api/campaigns.js'
import { addressOf } from '../../state/address.js'
import { labels } from '../../state/categories.js'
import { now } from '../../state/clock.js'
import { switchView, toList } from '../../state/moving.js'
import { attempt, say } from '../../state/notices.js'
import { opened } from '../../state/opened.js'
import { age, moment, words } from '../../words/words.js'
import { Icon } from '../parts/icons.js'

export function CampaignHead({ item }: { readonly item: Campaign }) {
  const { campaign: said, case: ofCase, and } = words.value
  const { pending } = item.byStatus
  return (
    <header class="case-head">
      <button type="button" class="quiet back" onClick={toList}>
        <Icon name="back" />
        {ofCase.back}
      </button>
      <span class="badge reported">
        <Icon name="copies" />
        <span class="row-verdict">{said.title}</span>
      </span>
      <h2 id="case-title" tabIndex={-1}>
        {item.categories.map(one => labels.value.get(one) ?? one).join(and)}
      </h2>
      {opened.value !== null && (
        <button type="button" class="quiet" aria-keyshortcuts="g" onClick={() => attempt(switchView)}>
          {said.single}
        </button>
      )}
      <button type="button" class="quiet link" title={said.link} onClick={() => attempt(() => copy(item.id))}>
        <Icon name="link" />
        <span class="sr">{said.link}</span>
      </button>
      <p class="facts">
        <strong class="many">{said.waiting(String(pending))}</strong>
        <span>{said.size(item.size)}</span>
        <span>{said.people(item.senders)}</span>
        <time dateTime={item.lastSeen} title={moment(item.lastSeen)}>
          <Icon name="clock" />
          {age(item.lastSeen, now.value)}
        </time>
      </p>
    </header>
  )
}

async function copy(id: string): Promise<void> {
  await navigator.clipboard.writeText(new URL(addressOf(null, id), location.href).href)
  say(words.value.case.copied)
}
