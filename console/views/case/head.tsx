import type { Case } from '../../api/shapes.js'
import { addressOf } from '../../state/address.js'
import { now } from '../../state/clock.js'
import { toList } from '../../state/moving.js'
import { attempt, say } from '../../state/notices.js'
import { titleOf } from '../../words/title.js'
import { age, moment, sure, words } from '../../words/words.js'
import { Icon, toneOf, VerdictMark } from '../parts/icons.js'

export function CaseHead({ item }: { readonly item: Case }) {
  const { verdictMeans, case: said, statuses, stages, kinds, origins } = words.value
  return (
    <header class={`case-head ${item.verdict}`}>
      <button type="button" class="quiet back" onClick={toList}>
        <Icon name="back" />
        {said.back}
      </button>
      <span class={`badge ${toneOf(item)}`}>
        <VerdictMark item={item} />
      </span>
      <h2 id="case-title" tabIndex={-1}>
        {titleOf(item)}
      </h2>
      <button type="button" class="quiet link" title={said.link} onClick={() => attempt(() => copy(item.id))}>
        <Icon name="link" />
        <span class="sr">{said.link}</span>
      </button>
      <p class="facts">
        {item.flags.length > 0 && <span class="sure">{sure(item.confidence)}</span>}
        <time dateTime={item.createdAt} title={moment(item.createdAt)}>
          <Icon name="clock" />
          {age(item.createdAt, now.value)}
        </time>
        <span>{verdictMeans[item.verdict]}</span>
        <span>{statuses[item.status]}</span>
        <span>{kinds[item.kind]}</span>
        <span>{stages[item.stage]}</span>
        {item.origin !== 'screen' && <span>{origins[item.origin]}</span>}
        {item.outsideContactApproved && <span>{said.approved}</span>}
      </p>
    </header>
  )
}

async function copy(id: string): Promise<void> {
  await navigator.clipboard.writeText(new URL(addressOf(id), location.href).href)
  say(words.value.case.copied)
}
