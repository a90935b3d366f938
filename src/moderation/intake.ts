import { buildIdFactory, type ScreeningId } from '../contract/ids.js'
import type { Judgement } from '../contract/judgement.js'
import type { IncomingMessage } from '../contract/message.js'
import type { Screener } from '../contract/screener.js'
import type { CampaignOf } from '../store/campaigns/of-cases.js'
import { receiptFor } from '../store/receipts.js'
import type { Earlier, NewScreening, Receipt } from '../store/screening.js'
import type { Store } from '../store/store.js'
import { withEvidenceText } from '../store/stored-text.js'
import { underCampaign } from './campaigns/in-force.js'
import { nothingKnown, type Remember, recallClients } from './client-memory.js'
import { inTheLightOfOthers } from './identifier-memory.js'
import { inTurn } from './in-turn.js'
import { type Judge, judgeByLists } from './lists/judge.js'
import { isFirst, messageIdOf } from './sent-twice.js'
import { buildTurns } from './turns.js'
import type { Hasten, Velocity } from './velocity.js'
import { answeringWithoutStore, type OrAnswer, type StoreTrouble } from './without-store.js'

/** What a message gets: a judgement, new or given before, or a refusal: its id stands for another text, or was erased. */
export type Outcome =
  | {
      readonly kind: 'judged'
      readonly id: ScreeningId
      readonly judgement: Judgement
      /** The campaign that it is one message of; null when it is alone. */
      readonly campaign: CampaignOf | null
      /** It should have been kept, and could not be. */
      readonly lost?: true
    }
  | { readonly kind: 'conflict'; readonly messageId: string }
  | { readonly kind: 'erased'; readonly messageId: string }

/** Judges messages of one tenant and keeps what has to be kept; outcomes in the order of the messages. */
export type Intake = (tenant: string, messages: readonly IncomingMessage[]) => Promise<readonly Outcome[]>

export interface IntakeParts extends StoreTrouble {
  readonly screener: Screener
  readonly store: Pick<Store, 'inbox' | 'clients' | 'identifiers' | 'tallies' | 'campaigns'>
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
    const known = await orAnswer(() => lookUp(tenant, ids), nothingSaid)
    const recall = async () => (clientMemory ? recallClients(store.clients, tenant, messages) : nothingKnown)
    const remember = await orAnswer(recall, nothingKnown)
    const isDecided = messages.some(({ dryRun }) => !dryRun) && (await store.campaigns.anyDecided(tenant))
    const underWay: UnderWay = { tenant, remember, isDecided, orAnswer }
    const isNew = isFirst(messages, known)
    const judged = await inTurn(messages.filter(isNew), message => judge(message, underWay))
    const told = await inTheLightOfOthers({ screener, store }, underWay, judged)
    const all = await inTurn(told, one => amongItsLike(one, underWay))
    const hasten = velocity?.begin(tenant)
    const hurried = await inTurn(all, one => underHaste(one, hasten, orAnswer))
    const made = hurried.filter(({ message }) => !message.dryRun)
    const outcomes = await outcomesOf(tenant, messages, isNew, hurried, known)
    const late = await orAnswer(() => keep(tenant, made), undefined)
    count(tenant, made, late ?? nothingSaid)
    if (late === undefined) return outcomes.map(outcome => withoutStore(outcome, made))
    const settled = await Promise.all(
      outcomes.map((outcome, at) => afterRace(tenant, outcome, messages[at], late)),
    )
    return orAnswer(() => withCampaigns(tenant, settled, made), settled)
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
    const firsts = new Map(made.map(one => [messageIdOf(one.message), one]))
    return Promise.all(
      messages.map(async (message, at): Promise<Outcome> => {
        if (isNew(message, at)) return judgedNow(fresh.next().value)
        const messageId = messageIdOf(message) ?? ''
        const first = firsts.get(messageId)
        const receipt = known.get(messageId) ?? (first && receiptFor(messageId, first))
        if (receipt === undefined) throw new Error('a message that is not new has no answer')
        return repeat(tenant, message, receipt)
      }),
    )
  }

  async function judge(message: IncomingMessage, { tenant, remember, isDecided }: UnderWay): Promise<Made> {
    await turn()
    const since = performance.now()
    const judgement = await judgeBy(tenant, remember(message))
    const fingerprint = fingerprintOf(message, judgement, isDecided)
    return { id: nextId(), message, judgement, fingerprint, seconds: (performance.now() - since) / 1_000 }
  }

  function fingerprintOf(message: IncomingMessage, judgement: Judgement, isDecided: boolean) {
    return message.dryRun || judgement.test || !(judgement.flagged || isDecided)
      ? undefined
      : screener.fingerprint(message.text)
  }

  /** A decision on a campaign holds for what is of it. */
  async function amongItsLike(one: Made, { tenant, isDecided, orAnswer }: UnderWay): Promise<Made> {
    const { message, judgement } = one
    // What is flagged by what is known of its contacts alone has none yet.
    const fingerprint = one.fingerprint ?? fingerprintOf(message, judgement, isDecided)
    const made = { ...one, fingerprint }
    const match =
      isDecided && fingerprint && !isListed(judgement)
        ? await orAnswer(() => store.campaigns.match(tenant, made), undefined)
        : undefined
    return {
      ...made,
      ...(match && {
        judgement: underCampaign(judgement, message.text, match, screener.categories),
        ...(match.status === 'dismissed' && { passedIn: match.id }),
      }),
    }
  }

  /** Whom else the client asked within the hour. */
  async function underHaste(made: Made, hasten: Hasten | undefined, orAnswer: OrAnswer): Promise<Made> {
    if (hasten === undefined) return made
    const alone = { judgement: made.judgement, asksContact: false }
    return { ...made, ...(await orAnswer(() => hasten(made.message, made.judgement), alone)) }
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
    const toExplain = explain ? await asItCame(tenant, screeningId, message) : message
    if (explain) await turn()
    const judgement: Judgement = {
      ...result,
      flags: withEvidenceText(result.flags, message.text),
      identifiers: screener.identifiers(message.text),
      // Those of a version before hold none.
      decidedBy: result.decidedBy ?? null,
      ...(explain ? { explanation: (await judgeBy(tenant, toExplain)).explanation } : {}),
    }
    return { kind: 'judged', id: screeningId, judgement, campaign: null }
  }

  /** With the messages that came before it then, where they are kept: without them it reads otherwise. */
  async function asItCame(
    tenant: string,
    id: ScreeningId,
    message: IncomingMessage,
  ): Promise<IncomingMessage> {
    const orAnswer = answeringWithoutStore(parts)
    const history = await orAnswer(() => store.inbox.history(tenant, id), null)
    return history === null ? message : { ...message, history }
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

  /** Of what was just kept, and of what was kept before and is answered again. */
  async function withCampaigns(
    tenant: string,
    outcomes: readonly Outcome[],
    made: readonly Made[],
  ): Promise<readonly Outcome[]> {
    const alone = new Set(made.filter(one => !joins(one)).map(({ id }) => id))
    const ids = outcomes.flatMap(outcome =>
      outcome.kind === 'judged' && !outcome.judgement.test && !alone.has(outcome.id) ? [outcome.id] : [],
    )
    if (ids.length === 0) return outcomes
    const campaigns = await store.campaigns.of(tenant, ids)
    return outcomes.map(outcome =>
      outcome.kind === 'judged' ? { ...outcome, campaign: campaigns.get(outcome.id) ?? null } : outcome,
    )
  }

  async function lookUp(tenant: string, ids: readonly string[]) {
    return ids.length === 0 ? nothingSaid : store.inbox.receipts(tenant, ids)
  }

  async function keep(tenant: string, made: readonly NewScreening[]) {
    const worthy = made.filter(isWorthKeeping)
    return worthy.length === 0 ? nothingSaid : store.inbox.keep(tenant, worthy)
  }
}

function judgedNow(made: Made | undefined): Outcome {
  if (made === undefined) throw new Error('a new message was not judged')
  return { kind: 'judged', id: made.id, judgement: made.judgement, campaign: null }
}

/** A judgement of this request. */
interface Made extends NewScreening {
  /** How long it took. */
  readonly seconds: number
}

/** What the messages of one request share while they are judged. */
interface UnderWay {
  readonly tenant: string
  readonly remember: Remember
  /** Whether there are campaigns that moderators have decided. */
  readonly isDecided: boolean
  readonly orAnswer: OrAnswer
}

/** What an admin has denied is blocked, whatever was decided of others like it. */
const isListed = ({ decidedBy }: Judgement): boolean => decidedBy?.by === 'list'

/** Whether it is one message of a campaign, if there are others like it. */
const joins = ({ judgement, passedIn }: NewScreening): boolean => judgement.flagged || passedIn !== undefined

/** What is allowed, belongs nowhere and has no id leaves nothing behind. */
const isWorthKeeping = (screening: NewScreening): boolean =>
  joins(screening) || screening.message.messageId !== undefined

const nothingSaid: ReadonlyMap<string, Receipt> = new Map()
