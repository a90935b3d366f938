import type { Case } from '../../api/shapes.js'
import { labels } from '../../state/categories.js'
import { now } from '../../state/clock.js'
import { age, words } from '../../words/words.js'
import { Icon } from '../parts/icons.js'

/** What those who received the message say of it. */
export function Reports({ item }: { readonly item: Case }) {
  const { case: said } = words.value
  if (item.reports.length === 0) return null
  const nameOf = (category: string | null) =>
    (category !== null && labels.value.get(category)) || said.noCategory
  return (
    <section class="part" id="reports">
      <h3>{said.reports}</h3>
      {item.reports.map(({ id, at, category, reason }) => (
        <blockquote key={id} class="report">
          <Icon name="report" />
          <div>
            <strong>{said.reportBy(nameOf(category))}</strong>
            <p>{reason ?? said.noReason}</p>
            <time class="soft" dateTime={at}>
              {age(at, now.value)}
            </time>
          </div>
        </blockquote>
      ))}
    </section>
  )
}
