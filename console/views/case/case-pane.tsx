import type { Case } from '../../api/shapes.js'
import { showsCampaigns } from '../../state/campaign-rows.js'
import { reopenOpened } from '../../state/deciding.js'
import { goOn } from '../../state/moving.js'
import { attempt } from '../../state/notices.js'
import { exhausted, type Opened, opened, wantedId } from '../../state/opened.js'
import { reveal, revealed } from '../../state/reading.js'
import { settings } from '../../state/settings.js'
import { isAppealed, isWaiting } from '../../state/waiting.js'
import { words } from '../../words/words.js'
import { Empty } from '../empty.js'
import { AppealDecision } from './appeal-decision.js'
import { Appeals } from './appeals.js'
import { Decision } from './decision.js'
import { Evidence } from './evidence.js'
import { CaseHead } from './head.js'
import { Identifiers } from './identifiers.js'
import { useKeptFocus } from './kept-focus.js'
import { Membership } from './membership.js'
import { OrderReasons } from './order.js'
import { Policy } from './policy.js'
import { Reports } from './reports.js'
import { StatementFold } from './statement.js'
import { Thread } from './thread.js'

/** The open case: what was written, why it is here, and what is to be decided. */
export function CasePane() {
  const now = opened.value
  const id = now?.item.id
  useKeptFocus(id, exhausted.value)
  return (
    <article class="case" aria-busy={wantedId.value !== null && now === null}>
      {now !== null ? <OpenCase key={id} opened={now} /> : <NoCase />}
    </article>
  )
}

function OpenCase({ opened: { item, heldBy } }: { readonly opened: Opened }) {
  const { case: said } = words.value
  const isBlurred = settings.value.blur && !revealed.value
  return (
    <>
      <CaseHead item={item} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard. */}
      <section class="case-body" tabIndex={0} aria-label={said.text}>
        {heldBy !== null && <Held by={heldBy} />}
        <Membership item={item} />
        {item.decision !== null && !isWaiting(item) && <Decided item={item} />}
        {hasOpenAppeal(item) && <Appeals item={item} />}
        <div class={isBlurred ? 'blurred' : undefined}>
          {isBlurred && (
            <button type="button" class="primary reveal" onClick={reveal}>
              {said.reveal}
            </button>
          )}
          <Thread item={item} />
        </div>
        <Reports item={item} />
        {!hasOpenAppeal(item) && <Appeals item={item} />}
        <Evidence item={item} />
        <Identifiers item={item} />
        <Policy item={item} />
        <StatementFold item={item} />
        <OrderReasons item={item} />
      </section>
      {item.status === 'pending' && heldBy === null && <Decision item={item} />}
      {isAppealed(item) && heldBy === null && <AppealDecision item={item} />}
    </>
  )
}

const hasOpenAppeal = ({ appeals }: Case): boolean => appeals.some(({ status }) => status === 'open')

function NoCase() {
  const { case: said, campaign } = words.value
  if (exhausted.value) return <Empty place="case" />
  const toChoose = showsCampaigns.value ? campaign.choose : said.none
  return (
    <div class="no-case">
      <h2 id="case-title" tabIndex={-1} class="soft">
        {wantedId.value === null ? toChoose : said.opening}
      </h2>
    </div>
  )
}

function Held({ by }: { readonly by: string }) {
  const { case: said } = words.value
  return (
    <p class="banner">
      {said.claimedBy(by)}
      <button type="button" onClick={() => attempt(goOn)}>
        {said.takeOver}
      </button>
    </p>
  )
}

function Decided({ item }: Pick<Opened, 'item'>) {
  const { case: said, statuses, decision } = words.value
  return (
    <p class="banner">
      {said.decidedBy(item.decision?.by ?? '', statuses[item.status])}
      {item.decision?.note && <q>{item.decision.note}</q>}
      <button type="button" onClick={() => attempt(reopenOpened)}>
        {decision.reopen}
      </button>
    </p>
  )
}
