import { useEffect, useRef } from 'preact/hooks'
import type { CampaignOf, Summary } from '../../api/shapes.js'
import { now } from '../../state/clock.js'
import { otherHolder } from '../../state/leases.js'
import { isLater } from '../../state/moving.js'
import { attempt } from '../../state/notices.js'
import { openById, wantedId } from '../../state/opened.js'
import { screen } from '../../state/panel.js'
import { entryOf } from '../../state/rows.js'
import { selection, toggle } from '../../state/selection.js'
import { isAppealed } from '../../state/waiting.js'
import { age, moment, sure, words } from '../../words/words.js'
import { Icon, toneOf, VerdictMark } from '../parts/icons.js'
import { snippetOf } from './snippet.js'

export function Row({ row }: { readonly row: Summary }) {
  const { queue, case: said, and } = words.value
  const entry = entryOf(row)
  const isCurrent = wantedId.value === row.id
  const item = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (isCurrent) item.current?.scrollIntoView({ block: 'nearest' })
  }, [isCurrent])
  const labels = row.flags.map(({ label }) => label).join(and) || said.reportedOnly
  return (
    <li ref={item} class={`row ${toneOf(row)}${entry === null ? '' : ' campaign-row'}`} data-id={row.id}>
      {entry !== null || isAppealed(row) ? (
        <span class="row-copies">
          <Icon name={entry !== null ? 'copies' : 'appeal'} />
        </span>
      ) : (
        <input
          type="checkbox"
          aria-label={queue.select}
          checked={selection.value.has(row.id)}
          onChange={() => toggle(row.id)}
        />
      )}
      <button type="button" aria-current={isCurrent ? 'true' : undefined} onClick={() => open(row.id)}>
        <span class="row-head">
          <VerdictMark item={row} />
          <Signs row={row} />
          <span class="row-labels">{labels}</span>
          <time dateTime={row.createdAt} title={moment(row.createdAt)}>
            {age(row.createdAt, now.value)}
          </time>
        </span>
        <span class="row-text">
          <span class="snippet calm">{snippetOf(row)}</span>
          {entry !== null && <Count campaign={entry} />}
          <RowState row={row} />
          {row.flags.length > 0 && <span class="sure">{sure(row.confidence)}</span>}
        </span>
      </button>
    </li>
  )
}

/** Somebody objects to what was done, or reported it: such a case is not like the others. */
function Signs({ row: { origin, openAppeals = 0, reportCount = 0 } }: { readonly row: Summary }) {
  const { queue } = words.value
  return (
    <>
      {openAppeals > 0 && <Sign name="appeal" said={queue.appealed} />}
      {reportCount > 0 && origin !== 'report' && <Sign name="report" said={queue.reportedBy(reportCount)} />}
    </>
  )
}

function Sign({ name, said }: { readonly name: 'appeal' | 'report'; readonly said: string }) {
  return (
    <span class={`sign sign-${name}`} title={said}>
      <Icon name={name} />
      <span class="sr">{said}</span>
    </span>
  )
}

/** The row stands for so many cases. */
function Count({ campaign }: { readonly campaign: CampaignOf }) {
  const { campaign: said } = words.value
  return <strong class="many">{said.same(said.messages(campaign.pending))}</strong>
}

function RowState({ row }: { readonly row: Summary }) {
  const { queue, statuses } = words.value
  if (row.status !== 'pending' && !isAppealed(row))
    return (
      <span class={`state ${row.status}`}>
        <Icon name={row.status} />
        {statuses[row.status]}
      </span>
    )
  const holder = otherHolder(row.claim, now.value)
  if (holder !== null)
    return (
      <span class="state held">
        <Icon name="person" />
        {queue.by(holder)}
      </span>
    )
  if (isAppealed(row) && !isLater(row.id))
    return <span class={`state ${row.status}`}>{queue.objected(statuses[row.status])}</span>
  if (!isLater(row.id)) return null
  return (
    <span class="state later">
      <Icon name="clock" />
      {queue.later}
    </span>
  )
}

function open(id: string): void {
  screen.value = 'case'
  void attempt(() => openById(id))
}
