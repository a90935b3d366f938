import { useEffect, useRef, useState } from 'preact/hooks'
import type { Campaign, Member as Listed } from '../../api/campaigns.js'
import { moreMembers, openSample, proposed, sampleOf, unread } from '../../state/campaign.js'
import { now } from '../../state/clock.js'
import { attempt } from '../../state/notices.js'
import { age, moment, words } from '../../words/words.js'
import { Marked } from '../case/marked.js'
import { Icon } from '../parts/icons.js'

/** The messages, newest first, each of which can be read here; those that make a sample come first. */
export function Members({ item, isBlurred }: { readonly item: Campaign; readonly isBlurred: boolean }) {
  const { campaign: said } = words.value
  const sample = proposed.value
  const others = item.members.items.filter(member => !sample.includes(member))
  const isWaiting = item.status === 'open' && item.byStatus.pending > 0
  return (
    <>
      {sample.length > 0 && (
        <section class="part" id="sample">
          <h3>{said.sample}</h3>
          {isWaiting && (
            <p class={unread.value > 0 ? 'soft' : 'ready'} aria-live="polite">
              {unread.value > 0 ? said.readFirst(unread.value) : said.readEnough}
            </p>
          )}
          <List members={sample} isBlurred={isBlurred} />
        </section>
      )}
      {others.length > 0 && (
        <section class="part">
          <h3>{said.members}</h3>
          <List members={others} isBlurred={isBlurred} />
          {item.members.nextCursor !== null && (
            <button type="button" class="quiet" onClick={() => attempt(moreMembers)}>
              {said.more}
            </button>
          )}
        </section>
      )}
    </>
  )
}

function List({ members, isBlurred }: { readonly members: readonly Listed[]; readonly isBlurred: boolean }) {
  return (
    <ul class="plain members">
      {members.map(member => (
        <Member key={member.screeningId} member={member} isBlurred={isBlurred} />
      ))}
    </ul>
  )
}

function Member({ member, isBlurred }: { readonly member: Listed; readonly isBlurred: boolean }) {
  const { campaign: said, statuses } = words.value
  const { screeningId, clientId, createdAt, status } = member
  const [isFolded, fold] = useState(false)
  const sample = sampleOf(screeningId)
  const isOpen = sample !== undefined && !isFolded
  const line = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isOpen) line.current?.scrollIntoView({ block: 'nearest' })
  }, [isOpen])
  const press = () => (sample === undefined ? attempt(() => openSample(screeningId)) : fold(!isFolded))
  return (
    <li ref={line}>
      <p class="member">
        <Icon name="person" />
        <span class="who-sent">{clientId ?? said.unknownSender}</span>
        <span class={`state ${status}`}>{status === 'passed' ? said.passed : statuses[status]}</span>
        <time dateTime={createdAt} title={moment(createdAt)}>
          {age(createdAt, now.value)}
        </time>
        {status !== 'passed' && (
          <button type="button" aria-expanded={isOpen} onClick={press}>
            {isOpen ? said.fold : said.read}
          </button>
        )}
      </p>
      {isOpen && (
        <div class={isBlurred ? 'blurred' : undefined}>
          <div class="said text" lang="ja">
            <Marked text={sample.text} flags={sample.flags} />
          </div>
        </div>
      )}
    </li>
  )
}
