import { namesOf } from '../contract/idempotency.js'
import { buildIdFactory } from '../contract/ids.js'
import type { Judgement } from '../contract/judgement.js'
import type { IncomingMessage } from '../contract/message.js'
import type { Screener } from '../contract/screener.js'
import { receiptFor } from '../store/receipts.js'
import type { Earlier, NewScreening, Receipt } from '../store/screening.js'
import type { Store } from '../store/store.js'
import { amongItsLike, fingerprintOf, withCampaigns } from './campaigns/among-its-like.js'
import { nothingKnown, recallClients } from './client-memory.js'
import { buildGivenBefore } from './given-before.js'
import { inTheLightOfOthers } from './identifier-memory.js'
import { withIdentifiersBefore } from './identifiers-before.js'
import { inTurn } from './in-turn.js'
import { campaignEntries } from './lists/campaigns.js'
import { type Judge, judgeByLists } from './lists/judge.js'
import type { ListBook } from './lists/list-book.js'
import { isWorthKeeping, type Made, type Outcome, type UnderWay } from './outcome.js'
import { isFirst } from './sent-twice.js'
import { buildTurns } from './turns.js'
import type { Velocity } from './velocity.js'
import { answeringWithoutStore, type StoreTrouble } from './without-store.js'

/** Judges messages of one tenant and keeps what has to be kept; outcomes in the order of the messages. */
export type Intake = (tenant: string, messages: readonly IncomingMessage[]) => Promise<readonly Outcome[]>

export interface IntakeParts extends StoreTrouble {
  readonly screener: Screener
  readonly store: Pick<Store, 'inbox' | 'clients' | 'identifiers' | 'tallies' | 'campaigns'>
  /** Whether confirmed violations of a client tell against it. */
  readonly clientMemory: boolean
  /** How a message is judged; absent: without any lists. */
  readonly judge?: Judge
  /** What admins have listed; absent: nothing. */
  readonly lists?: Pick<ListBook, 'of'>
  /** Counts asks for contact; absent: nobody is counted. */
  readonly velocity?: Velocity
  /** Told of each new judgement that counts, with the seconds it took, once it is kept. */
  readonly onJudged?: (judgement: Judgement, seconds: number) => void
}

/**
 * An id is given to every judgement, so that answers, logs and reports can name it; the store holds it only when
 * the message is flagged or has a name to be found by again, and never for a dry run.
 */
export function buildIntake(parts: IntakeParts): Intake {
  const { screener, store, onJudged, velocity } = parts
  const { judge = judgeByLists(screener, { of: () => undefined }) } = parts
  const nextId = buildIdFactory()
  const turn = buildTurns()
  const { repeat, afterRace } = buildGivenBefore({ screener, judge, turn })

  return async (tenant, messages) => {
    const underWay = await begin(tenant, messages)
    const known = await receipts(messages, underWay)
    const isNew = isFirst(messages, known)
    const made = await judgeAll(messages.filter(isNew), underWay)
    const outcomes = await outcomesOf(tenant, messages, isNew, made, known)
    const kept = made.filter(({ message }) => !message.dryRun)
    const late = await underWay.orAnswer(() => keep(tenant, kept), undefined)
    count(tenant, kept, late ?? nothingSaid)
    if (late === undefined) return outcomes.map(outcome => withoutStore(outcome, kept))
    const settled = await Promise.all(
      outcomes.map((outcome, at) => afterRace(tenant, outcome, messages[at], late)),
    )
    return underWay.orAnswer(() => withCampaigns({ store }, tenant, settled, kept), settled)
  }

  /** What is known before the first message is judged. */
  async function begin(tenant: string, messages: readonly IncomingMessage[]): Promise<UnderWay> {
    const orAnswer = answeringWithoutStore(parts)
    const recall = async () =>
      parts.clientMemory ? recallClients(store.clients, tenant, messages) : nothingKnown
    const remember = await orAnswer(recall, nothingKnown)
    const listed = campaignEntries(parts.lists, tenant)
    const isDecided = listed !== undefined || (await store.campaigns.anyDecided(tenant))
    return { tenant, remember, isDecided, listed, orAnswer }
  }

  /** Each by itself first, then in the light of others: of who used its contacts, of copies of it, of whom else was asked. */
  async function judgeAll(
    messages: readonly IncomingMessage[],
    underWay: UnderWay,
  ): Promise<readonly Made[]> {
    const alone = await inTurn(messages, message => judgeAlone(message, underWay))
    const told = await inTheLightOfOthers({ screener, store }, underWay, alone)
    const decided = await inTurn(told, one => amongItsLike({ screener, store }, one, underWay))
    const hasten = velocity?.begin(underWay.tenant)
    if (hasten === undefined) return decided
    return inTurn(decided, async one => {
      const unhurried = { judgement: one.judgement, asksContact: false }
      return { ...one, ...(await underWay.orAnswer(() => hasten(one.message, one.judgement), unhurried)) }
    })
  }

  async function judgeAlone(
    message: IncomingMessage,
    { tenant, remember, isDecided }: UnderWay,
  ): Promise<Made> {
    await turn()
    const since = performance.now()
    const judgement = await judge(tenant, remember(message))
    const fingerprint = fingerprintOf(screener, message, judgement, isDecided)
    return { id: nextId(), message, judgement, fingerprint, seconds: (performance.now() - since) / 1_000 }
  }

  /** Of what is sent twice the second gets the answer of the first, be it of this request or of one before. */
  function outcomesOf(
    tenant: string,
    messages: readonly IncomingMessage[],
    isNew: (message: IncomingMessage, at: number) => boolean,
    made: readonly Made[],
    known: ReadonlyMap<string, Receipt>,
  ): Promise<readonly Outcome[]> {
    const fresh = made.values()
    const firsts = new Map(made.flatMap(one => namesOf(one.message).map(name => [name, one] as const)))
    return Promise.all(
      messages.map(async (message, at): Promise<Outcome> => {
        if (isNew(message, at)) return judgedNow(fresh.next().value)
        const receipts = namesOf(message).flatMap(name => {
          const first = firsts.get(name)
          return known.get(name) ?? (first && receiptFor(name, first)) ?? []
        })
        return repeat(tenant, message, receipts)
      }),
    )
  }

  /** Each message once: of the same one, sent to two instances at a time, the judgement that came too late counts nowhere. */
  function count(tenant: string, made: readonly Made[], late: ReadonlyMap<string, Earlier>): void {
    for (const { message, judgement, seconds } of made) {
      if (judgement.test || namesOf(message).some(name => late.has(name))) continue
      store.tallies.count(tenant, judgement)
      onJudged?.(judgement, seconds)
    }
  }

  function receipts(messages: readonly IncomingMessage[], { tenant, orAnswer }: UnderWay) {
    const names = messages.flatMap(namesOf)
    return orAnswer(
      async () => (names.length === 0 ? nothingSaid : store.inbox.receipts(tenant, names)),
      nothingSaid,
    )
  }

  async function keep(tenant: string, made: readonly NewScreening[]) {
    const worthy = made.flatMap(one => {
      const isDrawn = store.inbox.draws(tenant, one)
      if (!isDrawn && !isWorthKeeping(one)) return []
      return [
        isDrawn || one.judgement.flagged ? withIdentifiersBefore(screener, store.identifiers, one) : one,
      ]
    })
    return worthy.length === 0 ? nothingSaid : store.inbox.keep(tenant, worthy)
  }
}

/** Of what was to be kept nothing was: the caller is told, message by message. */
function withoutStore(outcome: Outcome, made: readonly NewScreening[]): Outcome {
  if (outcome.kind !== 'judged') return outcome
  const lost = made.some(screening => screening.id === outcome.id && isWorthKeeping(screening))
  return lost ? { ...outcome, lost } : outcome
}

function judgedNow(made: Made | undefined): Outcome {
  if (made === undefined) throw new Error('a new message was not judged')
  return { kind: 'judged', id: made.id, judgement: made.judgement, campaign: null, replayed: false }
}

const nothingSaid: ReadonlyMap<string, Receipt> = new Map()
