import type { CampaignSummary } from '../../api/campaigns.js'
import { wantedCampaign } from '../../state/campaign.js'
import { campaignCursor, campaignRows, loadMoreCampaigns } from '../../state/campaign-rows.js'
import { labels } from '../../state/categories.js'
import { now } from '../../state/clock.js'
import { filterOf, setFilters } from '../../state/filters.js'
import { showCampaign } from '../../state/moving.js'
import { attempt } from '../../state/notices.js'
import { screen } from '../../state/panel.js'
import { loading } from '../../state/rows.js'
import { age, moment, words } from '../../words/words.js'
import { Choices } from '../parts/choices.js'
import { Icon } from '../parts/icons.js'
import { Shelves } from './shelves.js'
import { unmasked } from './snippet.js'

const ORDERS = ['size', 'latest'] as const

/** The open campaigns, in place of the cases. */
export function CampaignList() {
  const { campaign: said, queue } = words.value
  const isEmpty = campaignRows.value.length === 0
  const by = ORDERS.find(one => one === filterOf('by')) ?? 'size'
  return (
    <section class="queue" aria-label={said.list}>
      <Shelves />
      <div class="campaign-order">
        <Choices
          label={said.by}
          values={ORDERS}
          chosen={by}
          say={one => said.orders[one]}
          choose={one => setFilters({ by: one })}
        />
      </div>
      <ol id="list" class="list" aria-label={said.list}>
        {campaignRows.value.map(row => (
          <Row key={row.id} row={row} />
        ))}
        {campaignCursor.value !== null && (
          <li class="more">
            <button type="button" class="quiet" onClick={() => attempt(loadMoreCampaigns)}>
              {said.more}
            </button>
          </li>
        )}
      </ol>
      {isEmpty && <p class="soft pad">{loading.value ? queue.loading : said.none}</p>}
    </section>
  )
}

function Row({ row }: { readonly row: CampaignSummary }) {
  const { campaign: said, and } = words.value
  const isCurrent = wantedCampaign.value === row.id
  return (
    <li class="row campaign-row">
      <span class="row-copies">
        <Icon name="copies" />
      </span>
      <button type="button" aria-current={isCurrent ? 'true' : undefined} onClick={() => open(row.id)}>
        <span class="row-head">
          <strong class="many">{said.messages(row.pending)}</strong>
          <span class="row-labels">{row.categories.map(one => labels.value.get(one) ?? one).join(and)}</span>
          <time dateTime={row.lastSeen} title={moment(row.lastSeen)}>
            {age(row.lastSeen, now.value)}
          </time>
        </span>
        <span class="row-text">
          <span class="snippet calm">{row.core === null ? said.noCore : unmasked(row.core.text)}</span>
          <span>{said.people(row.senders)}</span>
        </span>
      </button>
    </li>
  )
}

function open(id: string): void {
  screen.value = 'case'
  void attempt(() => showCampaign(id))
}
