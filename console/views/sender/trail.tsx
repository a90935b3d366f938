import type { Case } from '../../api/shapes.js'
import { now } from '../../state/clock.js'
import { age, moment, words } from '../../words/words.js'
import { Icon } from '../parts/icons.js'

/** What happened to the case, oldest first, and by whose hand. */
export function Trail({ item: { events, messageId, ruleset } }: { readonly item: Case }) {
  const { sender: said, event } = words.value
  return (
    <section class="part">
      <h3>
        <Icon name="clock" />
        {said.trail}
      </h3>
      <ol class="plain trail">
        {events.filter(isNews).map(({ id, at, type, actor }) => (
          <li key={`${id}-${type}`}>
            <span>{event(type)}</span>
            <span class="soft">{actor}</span>
            <time class="soft" dateTime={at} title={moment(at)}>
              {age(at, now.value)}
            </time>
          </li>
        ))}
      </ol>
      <dl class="facts-list small">
        {messageId !== null && (
          <div>
            <dt>{said.message}</dt>
            <dd>{messageId}</dd>
          </div>
        )}
        <div>
          <dt>{said.ruleset}</dt>
          <dd>{ruleset.version}</dd>
        </div>
      </dl>
    </section>
  )
}

/** Not who works on it and goes on doing so: a lease is renewed while the case is open. */
function isNews({ type, actor }: Case['events'][number], at: number, events: Case['events']): boolean {
  const before = events[at - 1]
  return type !== 'claimed' || before?.type !== 'claimed' || before.actor !== actor
}
