import { campaignAmount } from '../../state/campaign-rows.js'
import { clearFilters, filters, setFilters } from '../../state/filters.js'
import { SHELVES, type Shelf, shelfNames, shelfOf, waiting } from '../../state/shelves.js'
import { words } from '../../words/words.js'
import { Icon, type IconName } from '../parts/icons.js'

const ICONS: Readonly<Record<Shelf, IconName>> = {
  all: 'gate',
  review: 'review',
  block: 'block',
  warn: 'warn',
  report: 'report',
  appeal: 'appeal',
  campaigns: 'copies',
}

/** The parts of the queue, each with what waits there. */
export function Shelves() {
  const { queue } = words.value
  const here = shelfOf(filters.value)
  return (
    <nav class="shelves" aria-label={queue.shelves}>
      {shelfNames.map(name => (
        <button
          key={name}
          type="button"
          class={`shelf of-${name}`}
          aria-pressed={name === here}
          onClick={() => goTo(name)}
        >
          <Icon name={ICONS[name]} />
          <span>{queue.shelf[name]}</span>
          <span class="amount">
            {name === 'campaigns' ? campaignAmount.value : (waiting.value[name] ?? '…')}
          </span>
        </button>
      ))}
    </nav>
  )
}

export function goTo(name: Shelf): void {
  clearFilters()
  setFilters(SHELVES[name])
}
