import type { Campaign } from '../../api/campaigns.js'
import { campaign } from '../../state/campaign.js'
import { setFilters } from '../../state/filters.js'
import { moment, words } from '../../words/words.js'
import { Icon } from '../parts/icons.js'

/** Who sent it, since when, and what became of it, beside the campaign. */
export function CampaignSenders() {
  const now = campaign.value
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard.
    <aside class="sender" aria-label={words.value.campaign.senders} tabIndex={0}>
      {now !== null && (
        <>
          <Figures item={now} />
          <TopSenders item={now} />
        </>
      )}
    </aside>
  )
}

function Figures({ item: { byStatus, firstSeen, lastSeen } }: { readonly item: Campaign }) {
  const { campaign: said, statuses } = words.value
  const { passed, ...decided } = byStatus
  const lines: readonly (readonly [name: string, count: number])[] = [
    [statuses.pending, decided.pending],
    [statuses.confirmed, decided.confirmed],
    [statuses.dismissed, decided.dismissed],
    [said.passed, passed],
  ]
  return (
    <section class="part">
      <h3>
        <Icon name="copies" />
        {said.figures}
      </h3>
      <dl class="facts-list">
        {lines
          .filter(([, count]) => count > 0)
          .map(([name, count]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{count}</dd>
            </div>
          ))}
      </dl>
      <p class="soft small">{said.from(moment(firstSeen), moment(lastSeen))}</p>
    </section>
  )
}

function TopSenders({ item: { topSenders, senders } }: { readonly item: Campaign }) {
  const { campaign: said } = words.value
  return (
    <section class="part">
      <h3>
        <Icon name="person" />
        {said.senders}
      </h3>
      {topSenders.length === 0 && <p class="soft">{said.unknownSender}</p>}
      <ul class="plain senders">
        {topSenders.map(({ clientId, messages }) => (
          <li key={clientId}>
            <button type="button" class="quiet" onClick={() => setFilters({ clientId, list: '' })}>
              {clientId}
            </button>
            <span>{said.messages(messages)}</span>
          </li>
        ))}
      </ul>
      {senders > topSenders.length && <p class="soft">{said.moreSenders(senders - topSenders.length)}</p>}
    </section>
  )
}
