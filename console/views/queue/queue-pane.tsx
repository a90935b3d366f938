import { useRef } from 'preact/hooks'
import { chooseAll } from '../../state/bulk.js'
import { showsCampaigns } from '../../state/campaign-rows.js'
import { attempt } from '../../state/notices.js'
import { panel } from '../../state/panel.js'
import { loading, loadMore, nextCursor, rows } from '../../state/rows.js'
import { choose, chosen } from '../../state/selection.js'
import { words } from '../../words/words.js'
import { Empty } from '../empty.js'
import { CampaignList } from './campaign-list.js'
import { Filters } from './filters.js'
import { Row } from './row.js'
import { Shelves } from './shelves.js'

/** Pixels above the end of the list at which the next page is fetched. */
const NEAR = 600

export function QueuePane() {
  const { queue } = words.value
  const list = useRef<HTMLOListElement>(null)
  if (showsCampaigns.value) return <CampaignList />
  const isEmpty = rows.value.length === 0
  return (
    <section class="queue" aria-label={queue.title}>
      <Shelves />
      <Filters />
      {chosen.value > 0 && <Chosen />}
      <ol ref={list} id="list" class="list" aria-label={queue.title} onScroll={() => nearEnd(list.current)}>
        {rows.value.map(row => (
          <Row key={row.id} row={row} />
        ))}
        {nextCursor.value !== null && (
          <li class="more">
            <button type="button" class="quiet" onClick={() => attempt(loadMore)}>
              {queue.loading}
            </button>
          </li>
        )}
      </ol>
      {isEmpty && loading.value && <p class="soft pad">{queue.loading}</p>}
      {isEmpty && !loading.value && <Empty place="list" />}
    </section>
  )
}

function Chosen() {
  const { bulk } = words.value
  return (
    <div class="chosen">
      <strong>{bulk.chosen(chosen.value)}</strong>
      <button
        type="button"
        class="primary"
        onClick={() => {
          panel.value = 'bulk'
        }}
      >
        {bulk.open}
      </button>
      <button type="button" class="quiet" onClick={() => attempt(chooseAll)}>
        {bulk.chooseAll}
      </button>
      <button type="button" class="quiet" onClick={() => choose([])}>
        {bulk.chooseNone}
      </button>
    </div>
  )
}

function nearEnd(list: HTMLElement | null): void {
  if (list === null || nextCursor.value === null) return
  if (list.scrollHeight - list.scrollTop - list.clientHeight < NEAR) void attempt(loadMore)
}
