import type { Case, TrailEvent } from '../../api/shapes.js'
import { now } from '../../state/clock.js'
import { AUDIENCES } from '../../state/statements.js'
import { age, moment, words } from '../../words/words.js'
import { Icon } from '../parts/icons.js'

/** What happened to the case, oldest first, and by whose hand. */
export function Trail({ item: { events, messageId, ruleset } }: { readonly item: Case }) {
  const { sender: said } = words.value
  return (
    <section class="part">
      <h3>
        <Icon name="clock" />
        {said.trail}
      </h3>
      <ol class="plain trail">
        {events.filter(isNews).map(one => (
          <li key={`${one.id}-${one.type}`}>
            <span>{saidOf(one)}</span>
            <span class="soft">{one.actor}</span>
            <time class="soft" dateTime={one.at} title={moment(one.at)}>
              {age(one.at, now.value)}
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

/** With whom it concerned, and what came of it. */
function saidOf({ type, detail }: TrailEvent): string {
  const { event, parties, and, statuses } = words.value
  const party = AUDIENCES.find(one => one === (detail.from ?? detail.for))
  const outcome = type.startsWith('appeal_') && OUTCOMES.find(one => one === detail.decision)
  const what = event(type === 'reported' && detail.kind === 'not_a_violation' ? 'reported_fine' : type)
  const more = [...(party ? [parties[party]] : []), ...(outcome ? [statuses[outcome]] : [])]
  return more.length > 0 ? words.value.sender.event(what, more.join(and)) : what
}

const OUTCOMES = ['confirmed', 'dismissed'] as const

/** Not who works on it and goes on doing so: a lease is renewed while the case is open. */
function isNews({ type, actor }: Case['events'][number], at: number, events: Case['events']): boolean {
  const before = events[at - 1]
  return type !== 'claimed' || before?.type !== 'claimed' || before.actor !== actor
}
