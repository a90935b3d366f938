import { buildIdFactory, type ScreeningId } from '../contract/ids.js'
import type { Judgement } from '../contract/judgement.js'
import type { IncomingMessage } from '../contract/message.js'
import type { Screener } from '../contract/screener.js'
import { receiptFor } from '../store/receipts.js'
import type { Earlier, NewScreening, Receipt } from '../store/screening.js'
import type { Store } from '../store/store.js'
import { withEvidenceText } from '../store/stored-text.js'
import { nothingKnown, type Remember, recallClients } from './client-memory.js'
import { inTurn } from './in-turn.js'
import { type Judge, judgeByLists } from './lists/judge.js'
import { buildTurns } from './turns.js'
import type { Velocity } from './velocity.js'
import { answeringWithoutStore, type StoreTrouble } from './without-store.js'

/** What a message gets: a judgement, new or given before, or a refusal: its id stands for another text, or was erased. */
export type Outcome =
  | {
      readonly kind: 'judged'
      readonly id: ScreeningId
      readonly judgement: Judgement
      /** It should have been kept, and could not be. */
      readonly lost?: true
    }
  | { readonly kind: 'conflict'; readonly messageId: string }
  | { readonly kind: 'erased'; readonly messageId: string }

/** Judges messages of one tenant and keeps what has to be kept; outcomes in the order of the messages. */
export type Intake = (tenant: string, messages: readonly IncomingMessage[]) => Promise<readonly Outcome[]>

export interface IntakeParts extends StoreTrouble {
  readonly screener: Screener
  readonly store: Pick<Store, 'inbox' | 'clients' | 'tallies'>
  /** Whether confirmed violations of a client tell against it. */
  readonly clientMemory: boolean
  /** How a message is judged; absent: without any lists. */
  readonly judge?: Judge
  /** Counts asks for contact; absent: nobody is counted. */
  readonly velocity?: Velocity
  /** Told of each new judgement that counts, with the seconds it took, once it is kept. */
  readonly onJudged?: (judgement: Judgement, seconds: number) => void
}

/**
 * An id is given to every judgement, so that answers, logs and reports can name it; the store holds it only when
 * the message is flagged or has a message id, and never for a dry run.
 */
export function buildIntake(parts: IntakeParts): Intake {
  const { screener, store, clientMemory, onJudged, velocity } = parts
  const { judge: judgeBy = judgeByLists(screener, { of: () => undefined }) } = parts
  const nextId = buildIdFactory()
  const turn = buildTurns()

  return async (tenant, messages) => {
    const orAnswer = answeringWithoutStore(parts)
    const ids = messages.flatMap(message => messageIdOf(message) ?? [])
    const known = new Map<string, Receipt | Promise<NewScreening>>(
      await orAnswer(() => lookUp(tenant, ids), nothingSaid),
    )
    const recall = async () => (clientMemory ? recallClients(store.clients, tenant, messages) : nothingKnown)
    const remember = await orAnswer(recall, nothingKnown)
    const made: Made[] = []
    const hasten = velocity?.begin(tenant)
    const judge = async (message: IncomingMessage): Promise<Made> => {
      const judged = await judgeAlone(tenant, message, remember)
      const alone = { judgement: judged.judgement, asksContact: false }
      return hasten
        ? { ...judged, ...(await orAnswer(() => hasten(message, judged.judgement), alone)) }
        : judged
    }
    const outcomes = await inTurn(messages, message => settle(tenant, message, known, made, judge))
    const late = await orAnswer(() => keep(tenant, made), undefined)
    count(tenant, made, late ?? nothingSaid)
    if (late === undefined) return outcomes.map(outcome => withoutStore(outcome, made))
    return Promise.all(outcomes.map((outcome, at) => afterRace(tenant, outcome, messages[at], late)))
  }

  async function settle(
    tenant: string,
    message: IncomingMessage,
    known: Map<string, Receipt | Promise<NewScreening>>,
    made: Made[],
    judge: (message: IncomingMessage) => Promise<Made>,
  ): Promise<Outcome> {
    const messageId = messageIdOf(message)
    const before = messageId === undefined ? undefined : known.get(messageId)
    if (messageId !== undefined && before !== undefined)
      return repeat(tenant, message, before instanceof Promise ? receiptFor(messageId, await before) : before)
    const screening = judge(message)
    if (messageId !== undefined) known.set(messageId, screening)
    const judged = await screening
    if (!message.dryRun) made.push(judged)
    return { kind: 'judged', id: judged.id, judgement: judged.judgement }
  }

  async function judgeAlone(tenant: string, message: IncomingMessage, remember: Remember): Promise<Made> {
    await turn()
    const since = performance.now()
    const judgement = await judgeBy(tenant, remember(message))
    return { id: nextId(), message, judgement, seconds: (performance.now() - since) / 1_000 }
  }

  /** Each message once: of the same one, sent to two instances at a time, the judgement that came too late counts nowhere. */
  function count(tenant: string, made: readonly Made[], late: ReadonlyMap<string, Earlier>): void {
    for (const { message, judgement, seconds } of made) {
      if (judgement.test || late.has(messageIdOf(message) ?? '')) continue
      store.tallies.count(tenant, judgement)
      onJudged?.(judgement, seconds)
    }
  }

  /** The first answer again. Explained only while the same ruleset judges: another would explain something else. */
  async function repeat(
    tenant: string,
    message: IncomingMessage,
    { messageId, screeningId, isOf, result }: Receipt,
  ): Promise<Outcome> {
    if (!isOf(message.text)) return { kind: 'conflict', messageId }
    const explain = message.explain && result.ruleset.hash === screener.ruleset.hash
    if (explain) await turn()
    const judgement: Judgement = {
      ...result,
      flags: withEvidenceText(result.flags, message.text),
      identifiers: screener.identifiers(message.text),
      // Those of a version before hold none.
      decidedBy: result.decidedBy ?? null,
      ...(explain ? { explanation: (await judgeBy(tenant, message)).explanation } : {}),
    }
    return { kind: 'judged', id: screeningId, judgement }
  }

  /** When another request with the same message id was kept first, its answer holds; what was erased stays so. */
  async function afterRace(
    tenant: string,
    outcome: Outcome,
    message: IncomingMessage | undefined,
    late: ReadonlyMap<string, Earlier>,
  ): Promise<Outcome> {
    const messageId = message && messageIdOf(message)
    const earlier = messageId === undefined ? undefined : late.get(messageId)
    if (message === undefined || messageId === undefined || earlier === undefined) return outcome
    return earlier === 'erased' ? { kind: 'erased', messageId } : repeat(tenant, message, earlier)
  }

  /** Of what was to be kept nothing was: the caller is told, message by message. */
  function withoutStore(outcome: Outcome, made: readonly NewScreening[]): Outcome {
    if (outcome.kind !== 'judged') return outcome
    const lost = made.some(screening => screening.id === outcome.id && isWorthKeeping(screening))
    return lost ? { ...outcome, lost } : outcome
  }

  async function lookUp(tenant: string, ids: readonly string[]) {
    return ids.length === 0 ? nothingSaid : store.inbox.receipts(tenant, ids)
  }

  async function keep(tenant: string, made: readonly NewScreening[]) {
    const worthy = made.filter(isWorthKeeping)
    return worthy.length === 0 ? nothingSaid : store.inbox.keep(tenant, worthy)
  }
}

/** A judgement of this request. */
interface Made extends NewScreening {
  /** How long it took. */
  readonly seconds: number
}

/** What is allowed and has no id leaves nothing behind. */
const isWorthKeeping = ({ message, judgement }: NewScreening): boolean =>
  judgement.flagged || message.messageId !== undefined

const nothingSaid: ReadonlyMap<string, Receipt> = new Map()

/** A dry run has no id: it neither finds nor leaves anything. */
function messageIdOf({ messageId, dryRun }: IncomingMessage): string | undefined {
  return dryRun ? undefined : messageId
}
