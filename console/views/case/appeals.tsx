import type { Appeal, Case } from '../../api/shapes.js'
import { now } from '../../state/clock.js'
import { goOn } from '../../state/moving.js'
import { attempt } from '../../state/notices.js'
import { isAppealed } from '../../state/waiting.js'
import { age, moment, words } from '../../words/words.js'
import { Icon } from '../parts/icons.js'

/** Who objects to what was done, in their words; what was decided before; and what an answer does. */
export function Appeals({ item }: { readonly item: Case }) {
  const { appeal: said } = words.value
  if (item.appeals.length === 0) return null
  const isOpen = item.appeals.some(({ status }) => status === 'open')
  return (
    <section class={isOpen ? 'part appeals open' : 'part appeals'} id="appeals">
      <h3>
        <Icon name="appeal" />
        {said.title}
      </h3>
      {item.appeals.map(one => (
        <Objection key={one.id} appeal={one} />
      ))}
      {isOpen && <Before item={item} />}
      {isOpen && <Answering item={item} />}
    </section>
  )
}

function Objection({ appeal }: { readonly appeal: Appeal }) {
  const { appeal: said, parties } = words.value
  const { from, contests, text, createdAt } = appeal
  return (
    <blockquote class="report">
      <div>
        <strong>{said.by(parties[from], said.contests[contests])}</strong>
        <p lang="ja">{text ?? said.notKept}</p>
        <time class="soft" dateTime={createdAt} title={moment(createdAt)}>
          {age(createdAt, now.value)}
        </time>
        <Answered appeal={appeal} />
      </div>
    </blockquote>
  )
}

function Answered({ appeal: { status, decidedAt, decidedBy, note } }: { readonly appeal: Appeal }) {
  const { appeal: said, done } = words.value
  if (status === 'open') return null
  return (
    <p class="answer">
      {said.answeredBy(decidedBy ?? done.someone, said.outcomes[status])}
      {decidedAt !== null && (
        <time class="soft" dateTime={decidedAt} title={moment(decidedAt)}>
          {age(decidedAt, now.value)}
        </time>
      )}
      {note !== null && <q>{note}</q>}
    </p>
  )
}

/** The decision that is objected to. */
function Before({ item: { status, decision } }: { readonly item: Case }) {
  const { case: said, statuses } = words.value
  if (status === 'pending' || decision === null) return null
  return (
    <p>
      {said.decidedBy(decision.by, statuses[status])}{' '}
      <time class="soft" dateTime={decision.at} title={moment(decision.at)}>
        {age(decision.at, now.value)}
      </time>
      {decision.note !== null && <q>{decision.note}</q>}
    </p>
  )
}

function Answering({ item }: { readonly item: Case }) {
  const { appeal: said, case: ofCase } = words.value
  if (!isAppealed(item)) return <p class="soft">{said.byDecision}</p>
  if (item.mayAnswerAppeals !== false) return <p class="soft">{said.atOnce}</p>
  return (
    <p class="banner" id="not-yours">
      {said.notYours}
      <button type="button" onClick={() => attempt(goOn)}>
        {ofCase.takeOver}
      </button>
    </p>
  )
}
