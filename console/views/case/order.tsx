import type { Case } from '../../api/shapes.js'
import { now } from '../../state/clock.js'
import { age, words } from '../../words/words.js'

/** Why the case stands where it stands in the queue. */
export function OrderReasons({ item: { order } }: { readonly item: Case }) {
  const { case: said } = words.value
  if (order === null) return null
  return (
    <details class="part">
      <summary>{said.order}</summary>
      <ul class="plain order">
        <li>{said.waiting(age(order.waitingSince, now.value))}</li>
        {order.factors.map(({ factor, label, hours }) => (
          <li key={factor}>
            <span>{label}</span>
            <span class="soft">{said.hours(Math.round(hours * 10) / 10)}</span>
          </li>
        ))}
        {order.factors.length === 0 && <li class="soft">{said.noFactors}</li>}
      </ul>
    </details>
  )
}
