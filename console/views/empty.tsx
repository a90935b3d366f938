import { active, clearFilters, filters, showsWaiting } from '../state/filters.js'
import { later, takeUp } from '../state/later.js'
import { attempt } from '../state/notices.js'
import { advance } from '../state/opened.js'
import { total } from '../state/rows.js'
import { shelfOf, waiting } from '../state/shelves.js'
import { words } from '../words/words.js'
import { Icon } from './parts/icons.js'
import { goTo } from './queue/shelves.js'

const SHELVES = ['appeal', 'review', 'block', 'warn', 'report'] as const

/** Nothing is left here: well done, and where there may be more. */
export function Empty({ place }: { readonly place: 'list' | 'case' }) {
  const { empty, queue } = words.value
  const isFiltered = active.value > 0
  const pending = showsWaiting.value ? (total.value ?? 0) : 0
  const held = Math.max(0, pending - later.value.length)
  const here = shelfOf(filters.value)
  const others = SHELVES.filter(name => name !== here && (waiting.value[name] ?? 0) > 0)
  return (
    <div class="empty" data-place={place}>
      <Icon name="leaf" />
      <h2 {...(place === 'case' && { id: 'case-title', tabIndex: -1 })}>
        {isFiltered && pending === 0 ? empty.titleFiltered : empty.title}
      </h2>
      <p>{pending > 0 && held > 0 ? empty.held(held) : empty.lead}</p>
      {later.value.length > 0 && (
        <button type="button" class="primary" onClick={() => attempt(takeLater)}>
          {empty.later(later.value.length)}
        </button>
      )}
      {pending === 0 && others.length > 0 && (
        <>
          <p class="soft">{empty.elsewhere}</p>
          <p class="elsewhere">
            {others.map(name => (
              <button key={name} type="button" onClick={() => goTo(name)}>
                <Icon name={name} />
                {queue.shelf[name]} {waiting.value[name]}
              </button>
            ))}
          </p>
        </>
      )}
      {isFiltered && (
        <button type="button" class="quiet" onClick={clearFilters}>
          {empty.clear}
        </button>
      )}
    </div>
  )
}

async function takeLater(): Promise<void> {
  takeUp()
  await advance()
}
