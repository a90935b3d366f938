import type { Case, Report } from '../../api/shapes.js'
import { labels } from '../../state/categories.js'
import { now } from '../../state/clock.js'
import { isComplaint, isUpheld } from '../../state/reported.js'
import { age, moment, words } from '../../words/words.js'
import { Icon } from '../parts/icons.js'

/** What those who received the message say of it, and whether the decision is what they said. */
export function Reports({ item }: { readonly item: Case }) {
  const { case: said } = words.value
  if (item.reports.length === 0) return null
  return (
    <section class="part" id="reports">
      <h3>{said.reports}</h3>
      {item.reports.map(one => (
        <blockquote key={one.id} class={isComplaint(one) ? 'report' : 'report fine'}>
          <Icon name={isComplaint(one) ? 'report' : 'dismissed'} />
          <div>
            <strong>{titleOf(one)}</strong>
            <p lang="ja">{one.reason ?? said.noReason}</p>
            <time class="soft" dateTime={one.at} title={moment(one.at)}>
              {age(one.at, now.value)}
            </time>
            <Outcome is={isUpheld(one, item)} />
          </div>
        </blockquote>
      ))}
    </section>
  )
}

function titleOf(one: Report): string {
  const { case: said } = words.value
  if (!isComplaint(one)) return said.reportFine
  return said.reportBy((one.category !== null && labels.value.get(one.category)) || said.noCategory)
}

function Outcome({ is }: { readonly is: boolean | null }) {
  const { case: said } = words.value
  if (is === null) return null
  return <p class="answer">{is ? said.reportUpheld : said.reportNotUpheld}</p>
}
