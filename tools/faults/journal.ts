/** What callers were told, written down as they were told it. Whether it is true is for `check.ts`. */

/** What a moderator or admin brings a case to. */
export type CaseStatus = 'pending' | 'confirmed' | 'dismissed' | 'erased'

export interface SentMessage {
  readonly tenant: string
  /** In the text of this message and of no other. */
  readonly token: string
  readonly text: string
  readonly messageId: string | undefined
  /** The fault that was at work when it was first sent. */
  readonly during: string
}

export interface MessageRecord {
  readonly message: SentMessage
  /** The ids that it was acknowledged with: one, however often it was sent. */
  readonly ids: ReadonlySet<string>
  readonly flagged: boolean
}

/** What was done to a flagged message, and what may be true of it by that. */
export interface CaseRecord {
  readonly id: string
  readonly tenant: string
  readonly token: string
  /** The fault during which it last changed. */
  readonly during: string
  /** One when the last step was acknowledged; two while a step has been asked for and nobody knows what became of it. */
  readonly possible: ReadonlySet<CaseStatus>
  /** `performance.now()`. */
  readonly acknowledgedAt: number
  /** `performance.now()` of the acknowledged erasure. */
  readonly erasedAt: number | undefined
  readonly decisions: StepCount
  readonly reopenings: StepCount
}

interface StepCount {
  readonly acknowledged: number
  readonly asked: number
}

type Failure = 'refused' | 'unanswered' | 'unreachable'
type Failures = Readonly<Record<Failure, number>>

/** An answer that no fault excuses. */
interface WrongAnswer {
  readonly during: string
  readonly what: string
}

export interface Journal {
  /** The fault that is at work from now on. */
  enter(fault: string): void
  readonly during: string
  sent(message: SentMessage): void
  acknowledged(message: SentMessage, answer: { readonly id: string; readonly flagged: boolean }): void
  asked(id: string, to: CaseStatus): void
  done(id: string, to: CaseStatus): void
  failed(failure: Failure, during: string, messages?: number): void
  wrong(what: string): void
  readonly messages: ReadonlyMap<string, MessageRecord>
  readonly cases: ReadonlyMap<string, CaseRecord>
  readonly wrongAnswers: readonly WrongAnswer[]
  failuresOf(fault: string): Failures
}

export function buildJournal(): Journal {
  let during = 'calm'
  const messages = new Map<string, MessageRecord>()
  const cases = new Map<string, CaseRecord>()
  const wrongAnswers: WrongAnswer[] = []
  const failures = new Map<string, Record<Failure, number>>()

  return {
    enter: fault => {
      during = fault
    },
    get during() {
      return during
    },
    messages,
    cases,
    wrongAnswers,

    sent: message => void messages.set(message.token, { message, ids: new Set(), flagged: false }),

    acknowledged: (message, { id, flagged }) => {
      const ids = new Set(messages.get(message.token)?.ids).add(id)
      messages.set(message.token, { message, ids, flagged })
      if (!flagged || cases.has(id)) return
      cases.set(id, {
        id,
        tenant: message.tenant,
        token: message.token,
        during: message.during,
        possible: new Set(['pending']),
        acknowledgedAt: performance.now(),
        erasedAt: undefined,
        decisions: { acknowledged: 0, asked: 0 },
        reopenings: { acknowledged: 0, asked: 0 },
      })
    },

    asked: (id, to) =>
      step(id, to, found => ({ ...found, possible: new Set([...found.possible, to]) }), 'asked'),

    done: (id, to) =>
      step(
        id,
        to,
        found => ({
          ...found,
          during,
          possible: new Set([to]),
          erasedAt: to === 'erased' ? performance.now() : undefined,
        }),
        'acknowledged',
      ),

    failed: (failure, fault, count = 1) => {
      const counts = failures.get(fault) ?? { refused: 0, unanswered: 0, unreachable: 0 }
      counts[failure] += count
      failures.set(fault, counts)
    },
    failuresOf: fault => failures.get(fault) ?? { refused: 0, unanswered: 0, unreachable: 0 },
    wrong: what => void wrongAnswers.push({ during, what }),
  }

  function step(
    id: string,
    to: CaseStatus,
    change: (found: CaseRecord) => CaseRecord,
    counted: keyof StepCount,
  ): void {
    const found = cases.get(id)
    if (!found) throw new Error(`${id} was never acknowledged`)
    const more = (count: StepCount): StepCount => ({ ...count, [counted]: count[counted] + 1 })
    const changed = change(found)
    if (to === 'confirmed' || to === 'dismissed')
      cases.set(id, { ...changed, decisions: more(found.decisions) })
    else if (to === 'pending') cases.set(id, { ...changed, reopenings: more(found.reopenings) })
    else cases.set(id, changed)
  }
}
