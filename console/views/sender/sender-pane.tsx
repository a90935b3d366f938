import type { Case } from '../../api/shapes.js'
import { setFilters } from '../../state/filters.js'
import { opened } from '../../state/opened.js'
import { words } from '../../words/words.js'
import { Icon } from '../parts/icons.js'
import { Earlier } from './earlier.js'
import { Facts, RecordLines } from './facts.js'
import { Trail } from './trail.js'

/** Who sent it, what they did before, and what happened to the case. */
export function SenderPane() {
  const item = opened.value?.item
  const { sender } = words.value
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard.
    <aside class="sender" aria-label={sender.title} tabIndex={0}>
      {item !== undefined && <Sender item={item} />}
    </aside>
  )
}

function Sender({ item }: { readonly item: Case }) {
  const { sender: said } = words.value
  const { clientId, sender } = item
  return (
    <>
      <section class="part">
        <h3>
          <Icon name="person" />
          {said.sender}
        </h3>
        <Facts clientId={clientId} profile={sender?.profile ?? item.client} />
        {sender?.record && <RecordLines record={sender.record} />}
        {clientId !== null && (
          <button type="button" class="quiet" onClick={() => setFilters({ clientId })}>
            <Icon name="filter" />
            {said.only}
          </button>
        )}
      </section>
      {sender !== null && <Earlier cases={sender.earlier} />}
      <Trail item={item} />
    </>
  )
}
