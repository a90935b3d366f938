import type { Disagreement } from '../../api/agreement.js'
import { openFromAgreement } from '../../state/agreement.js'
import { labels } from '../../state/categories.js'
import { now } from '../../state/clock.js'
import { attempt } from '../../state/notices.js'
import { age, moment, words } from '../../words/words.js'

/** The cases about which two did not agree, newest first; each opens. */
export function Disagreements({ cases }: { readonly cases: readonly Disagreement[] }) {
  const { agreement: said } = words.value
  if (cases.length === 0) return <p class="soft">{said.noDisagreements}</p>
  return (
    <ul class="plain disagreements">
      {cases.map(({ id, at, first, second }) => (
        <li key={id}>
          <button type="button" onClick={() => attempt(() => openFromAgreement(id))}>
            <span>
              <span class="soft">{first.by ?? said.first}</span> {findingOf(first)}
            </span>
            <span>
              <span class="soft">{second.by ?? said.second}</span> {findingOf(second)}
            </span>
            <time class="soft" dateTime={at} title={moment(at)}>
              {age(at, now.value)}
            </time>
          </button>
        </li>
      ))}
    </ul>
  )
}

function findingOf({ decision, categories }: Disagreement['first']): string {
  const { agreement: said, statuses, and } = words.value
  const names = categories.map(one => labels.value.get(one) ?? one)
  return names.length > 0 ? said.finding(statuses[decision], names.join(and)) : statuses[decision]
}
