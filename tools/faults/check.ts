import type { CaseRecord, Journal, MessageRecord } from './journal.js'

/** What the store holds after all faults are healed. */
export interface Kept {
  readonly screenings: readonly {
    readonly id: string
    readonly tenant: string
    readonly messageId: string | null
    readonly text: string
    readonly status: string
  }[]
  /** Cases that hits, reports or deliveries hang on. */
  readonly hangingOn: ReadonlyMap<string, string>
  /** Cases with events that still wait to be sent. */
  readonly waiting: ReadonlySet<string>
  /** What the database says of itself; undefined when it is whole, or has no such check. */
  readonly damage: string | undefined
  /** Tokens of erased messages whose bytes are still in the database's files. */
  readonly bytesLeft: ReadonlySet<string>
}

/** A webhook as it came in. */
export interface ReceivedEvent {
  /** The same at every attempt. */
  readonly id: string
  readonly type: string
  readonly screeningId: string
  /** `performance.now()` at which it came. */
  readonly at: number
  /** Answered with 200; otherwise it has to come again. */
  readonly accepted: boolean
  /** It says which message it is about, or who sent that. */
  readonly namesSomebody: boolean
}

export type FindingKind = 'lost' | 'doubled' | 'decision' | 'unerased' | 'event' | 'damage'

export interface Finding {
  readonly during: string
  readonly kind: FindingKind
  readonly what: string
}

export interface Evidence {
  readonly journal: Pick<Journal, 'messages' | 'cases'>
  readonly kept: Kept
  readonly events: readonly ReceivedEvent[]
  /** The id that each token got when its message id was sent once more, after all was healed. */
  readonly replays: ReadonlyMap<string, string>
}

/** Milliseconds after an erasure that an event which was on its way by then may take: one attempt, and half of one more. */
export const ON_ITS_WAY = 15_000

/** Holds what callers were told against what is there. Nothing found: every acknowledgement was true. */
export function check(evidence: Evidence): readonly Finding[] {
  const { journal, kept } = evidence
  const rows = groupBy(kept.screenings, ({ id }) => id)
  const events = groupBy(evidence.events, ({ screeningId }) => screeningId)
  return [
    ...[...journal.messages.values()].flatMap(record => checkMessage(record, rows, evidence)),
    ...checkDoubles(evidence),
    ...[...journal.cases.values()].flatMap(record => [
      ...checkCase(record, rows.get(record.id)?.[0]?.status, kept),
      ...checkEvents(record, events.get(record.id) ?? [], kept),
    ]),
    ...(kept.damage === undefined ? [] : [{ during: 'all', kind: 'damage' as const, what: kept.damage }]),
  ]
}

type Rows = ReadonlyMap<string, readonly unknown[]>

/** An acknowledged flagged message is there by its id; one with a message id is found again by that, flagged or not. */
function checkMessage(
  { message, ids, flagged }: MessageRecord,
  rows: Rows,
  { journal, replays }: Evidence,
): Finding[] {
  const { during, token, messageId } = message
  const [id, ...others] = ids
  if (id === undefined) return []
  if (others.length > 0)
    return [{ during, kind: 'doubled', what: `${token} was acknowledged as ${[...ids].join(' and ')}` }]
  if (journal.cases.get(id)?.possible.has('erased')) return []
  if (flagged && !rows.has(id)) return [{ during, kind: 'lost', what: `${token}, acknowledged as ${id}` }]
  const found = messageId === undefined ? id : replays.get(token)
  if (found !== id)
    return [{ during, kind: 'lost', what: `${token}, acknowledged as ${id}: its message id finds ${found}` }]
  return []
}

/** No message stands in two rows, whether it was acknowledged or not. */
function checkDoubles({ journal, kept }: Evidence): Finding[] {
  const byToken = groupBy(kept.screenings, ({ text }) => text.split(' ').at(-1) ?? '')
  const byMessageId = groupBy(
    kept.screenings.filter(({ messageId }) => messageId !== null),
    ({ tenant, messageId }) => `${tenant} ${messageId}`,
  )
  return [...new Set([...byToken.values(), ...byMessageId.values()].filter(same => same.length > 1))].flatMap(
    ([first, ...others]) => {
      const token = first?.text.split(' ').at(-1) ?? ''
      const during = journal.messages.get(token)?.message.during ?? 'all'
      return others.map(other => ({
        during,
        kind: 'doubled' as const,
        what: `${token} stands in ${first?.id} and ${other.id}`,
      }))
    },
  )
}

/** The last acknowledged decision holds, and what was erased is gone with all that hung on it. */
function checkCase(
  { id, during, token, possible }: CaseRecord,
  status: string | undefined,
  kept: Kept,
): Finding[] {
  const is = status ?? 'erased'
  const expected = [...possible]
  const findings: Finding[] = []
  if (expected.every(one => one === 'erased')) {
    if (is !== 'erased' || kept.hangingOn.has(id))
      findings.push({
        during,
        kind: 'unerased',
        what: `${id} was erased, and it is ${[is, kept.hangingOn.get(id) ?? []].flat().join(', ')}`,
      })
    else if (kept.bytesLeft.has(token))
      findings.push({ during, kind: 'unerased', what: `${id} was erased, and its text is in the files` })
  } else if (is !== 'erased' && !expected.some(one => one === is))
    findings.push({ during, kind: 'decision', what: `${id} is ${is}, not ${expected.join(' or ')}` })
  return findings
}

/** One event each step, at least once each; of what is erased those that had not gone out yet, and these name nobody. */
function checkEvents(record: CaseRecord, events: readonly ReceivedEvent[], kept: Kept): Finding[] {
  const { id, during, erasedAt = Number.POSITIVE_INFINITY } = record
  const finding = (what: string): Finding => ({ during, kind: 'event', what: `${id}: ${what}` })
  const late = events.filter(({ at, namesSomebody }) => namesSomebody && at > erasedAt + ON_ITS_WAY)
  const findings = late.map(({ type, at }) =>
    finding(`${type} came with names ${Math.round((at - erasedAt) / 1_000)} s after the erasure`),
  )
  const due: readonly (readonly [type: string, least: number, most: number])[] = [
    ['screening.flagged', 1, 1],
    ['screening.decided', record.decisions.acknowledged, record.decisions.asked],
    ['screening.reopened', record.reopenings.acknowledged, record.reopenings.asked],
  ]
  for (const [type, least, most] of due) {
    const ofType = events.filter(event => event.type === type)
    const accepted = new Set(ofType.filter(event => event.accepted).map(event => event.id)).size
    const all = new Set(ofType.map(event => event.id)).size
    // The events of an erased case that had not gone out yet fall away with it.
    if (accepted < least && !record.possible.has('erased'))
      findings.push(
        finding(`${accepted} of ${least} ${type}${kept.waiting.has(id) ? ', still waiting' : ''}`),
      )
    if (all > most) findings.push(finding(`${all} different ${type}, of ${most} steps`))
  }
  return findings
}

/** Events that were accepted and came again. Allowed (at least once), and counted. */
export function repeatedEvents(events: readonly ReceivedEvent[]): number {
  const accepted = events.filter(event => event.accepted)
  return accepted.length - new Set(accepted.map(({ id }) => id)).size
}

function groupBy<Key, Value>(
  values: readonly Value[],
  keyOf: (value: Value) => Key,
): ReadonlyMap<Key, readonly Value[]> {
  const groups = new Map<Key, Value[]>()
  for (const value of values) {
    const key = keyOf(value)
    const group = groups.get(key)
    if (group) group.push(value)
    else groups.set(key, [value])
  }
  return groups
}
