import type { EarlierCase } from '../../api/shapes.js'
import { labels } from '../../state/categories.js'
import { now } from '../../state/clock.js'
import { attempt } from '../../state/notices.js'
import { openById } from '../../state/opened.js'
import { age, moment, words } from '../../words/words.js'
import { Icon } from '../parts/icons.js'

/** The sender's other cases, newest first. */
export function Earlier({ cases }: { readonly cases: readonly EarlierCase[] }) {
  const { sender: said, statuses, and } = words.value
  return (
    <section class="part">
      <h3>{said.earlier}</h3>
      {cases.length === 0 && <p class="soft">{said.noEarlier}</p>}
      <ul class="plain earlier">
        {cases.map(({ id, createdAt, verdict, status, categories, decidedBy }) => (
          <li key={id}>
            <button type="button" class={verdict} onClick={() => attempt(() => openById(id))}>
              <Icon name={verdict} />
              <span>{categories.map(one => labels.value.get(one) ?? one).join(and) || '–'}</span>
              <span class={`state ${status}`}>
                {statuses[status]}
                {decidedBy !== null && ` ${decidedBy}`}
              </span>
              <time dateTime={createdAt} title={moment(createdAt)}>
                {age(createdAt, now.value)}
              </time>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
