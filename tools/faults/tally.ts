import { check, type Evidence, type Finding, type FindingKind, repeatedEvents } from './check.js'
import type { Fault } from './faults/fault.js'
import type { Journal } from './journal.js'

/** What was measured while a fault was at work, over all its rounds. */
export interface Measured {
  readonly rounds: number
  /** Milliseconds of the longest silence of `/healthz`. */
  readonly silence: number
  /** Milliseconds from the healing until every instance kept a message again; infinite: it never did. */
  readonly recovery: number
}

/** One line of the table. */
interface Row extends Measured {
  readonly fault: string
  readonly acknowledged: number
  readonly erased: number
  /** Flagged, not erased, and there. */
  readonly kept: number
  readonly lost: number
  readonly doubled: number
  readonly refused: number
  readonly unanswered: number
  /** Nobody listened. */
  readonly unreachable: number
  /** Milliseconds that an event of the healthy tenant took at most, from the acknowledgement to its endpoint. */
  readonly slowestWebhook: number
  /** Acknowledgements that were not true, and what is broken; empty: nothing. */
  readonly wrong: readonly string[]
  /** What came too late or was not answered: on a machine with other work this says little. */
  readonly late: readonly string[]
}

export interface Tally {
  readonly rows: readonly Row[]
  readonly findings: readonly Finding[]
  readonly repeatedEvents: number
}

export interface TallyParts extends Evidence {
  readonly journal: Journal
  readonly measured: ReadonlyMap<string, Measured>
  readonly faults: Readonly<Record<string, Fault>>
  readonly healthyTenant: string
}

const WORDS: Readonly<Record<FindingKind, string>> = {
  lost: 'lost',
  doubled: 'doubled',
  decision: 'decisions not in force',
  unerased: 'erased, and still there',
  event: 'webhooks missing, doubled or too late',
  damage: 'the database is damaged',
}

/** Everything that was found, by the fault it belongs to; what belongs to none stands under `calm`. */
export function tally(parts: TallyParts): Tally {
  const findings = check(parts)
  const names = [...parts.measured.keys()]
  return {
    rows: names.map(name =>
      rowOf(
        name,
        findings.filter(({ during }) => belongsTo(name, during)),
        parts,
      ),
    ),
    findings,
    repeatedEvents: repeatedEvents(parts.events),
  }

  function belongsTo(name: string, during: string): boolean {
    return during === name || (name === 'calm' && !names.includes(during))
  }
}

function rowOf(fault: string, findings: readonly Finding[], parts: TallyParts): Row {
  const { journal, measured, faults } = parts
  const { rounds, silence, recovery } = measured.get(fault) ?? { rounds: 0, silence: 0, recovery: 0 }
  const of = [...journal.messages.values()].filter(
    ({ message, ids }) => message.during === fault && ids.size > 0,
  )
  const cases = of.flatMap(({ ids }) => [...ids].flatMap(id => journal.cases.get(id) ?? []))
  const erased = cases.filter(({ possible }) => possible.has('erased')).length
  const count = (kind: FindingKind) => findings.filter(finding => finding.kind === kind).length
  const row = {
    fault,
    rounds,
    acknowledged: of.length,
    erased,
    kept: Math.max(0, cases.length - erased - count('lost')),
    lost: count('lost'),
    doubled: count('doubled'),
    ...journal.failuresOf(fault),
    silence,
    recovery,
    slowestWebhook: slowestWebhook(fault, parts),
  }
  const wrong = journal.wrongAnswers.filter(({ during }) => during === fault).map(({ what }) => what)
  const { answers = 'all', webhooksWithin = Number.POSITIVE_INFINITY } = faults[fault] ?? {}
  const unheard = row.unanswered + row.unreachable
  return {
    ...row,
    wrong: [
      ...Object.entries(WORDS).flatMap(([kind, words]) => {
        const number = findings.filter(finding => finding.kind === kind).length
        return number > 0 ? [`${number} ${words}`] : []
      }),
      ...(recovery === Number.POSITIVE_INFINITY ? ['it never came back'] : []),
      ...new Set(wrong),
    ],
    late: [
      ...(answers === 'all' && unheard > 0 ? [`${unheard} without an answer`] : []),
      ...(row.slowestWebhook > webhooksWithin * 1_000
        ? [`a neighbour's webhook took ${Math.round(row.slowestWebhook / 1_000)} s`]
        : []),
    ],
  }
}

function slowestWebhook(fault: string, { journal, events, healthyTenant }: TallyParts): number {
  const arrivals = new Map<string, number>()
  for (const { type, screeningId, at, accepted } of events)
    if (accepted && type === 'screening.flagged' && !arrivals.has(screeningId)) arrivals.set(screeningId, at)
  const delays = [...journal.cases.values()]
    .filter(
      ({ tenant, token }) =>
        tenant === healthyTenant && journal.messages.get(token)?.message.during === fault,
    )
    .map(({ id, acknowledgedAt }) => (arrivals.get(id) ?? acknowledgedAt) - acknowledgedAt)
  return delays.reduce((most, delay) => Math.max(most, delay), 0)
}
