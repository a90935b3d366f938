import type { Kysely } from 'kysely'
import { DEFAULT_KIND, DEFAULT_STAGE } from '../contract/defaults.js'
import { freshId } from '../contract/ids.js'
import type { WebhookType } from '../contract/words.js'
import { keysWanting } from './endpoints.js'
import { inChunks } from './in-chunks.js'
import type { DeliveriesTable } from './outbox-tables.js'
import type { NewScreening, ScreeningDetail } from './screening.js'
import type { Tables } from './tables.js'

/** What a webhook needs of a screening. */
export type WebhookSubject = Pick<
  ScreeningDetail,
  | 'id'
  | 'messageId'
  | 'clientId'
  | 'stage'
  | 'kind'
  | 'verdict'
  | 'confidence'
  | 'origin'
  | 'status'
  | 'decision'
> & {
  readonly flags: readonly { readonly category: string }[]
}

/** Puts events into the outbox, once for each endpoint that wants them, in the transaction of what they tell of. */
export async function announce(
  db: Kysely<Tables>,
  tenant: string,
  type: WebhookType,
  screenings: readonly WebhookSubject[],
): Promise<void> {
  await tell(
    db,
    tenant,
    type,
    screenings.map(screening => ({
      screeningId: screening.id,
      isTest: screening.origin === 'test',
      data: dataOf(type, screening),
    })),
  )
}

/** What happened with a screening, in the words of its event. */
interface News {
  readonly screeningId: string
  /** It is of a known-answer text. */
  readonly isTest: boolean
  readonly data: object
}

/** The same of what has a body of its own. */
export async function tell(
  db: Kysely<Tables>,
  tenant: string,
  type: WebhookType,
  news: readonly News[],
): Promise<void> {
  if (news.length === 0) return
  const keys = await keysWanting(db, tenant, type)
  const rows = news.flatMap(one => deliveryRows(tenant, keys, type, one))
  await inChunks(rows, chunk =>
    db
      .insertInto('deliveries')
      .values([...chunk])
      .execute(),
  )
}

/** A screening as it is on arrival. */
export function justArrived({ id, message, judgement }: NewScreening): WebhookSubject {
  const { verdict, confidence, flags } = judgement
  return {
    id,
    messageId: message.messageId ?? null,
    clientId: message.client?.id ?? null,
    stage: message.stage ?? DEFAULT_STAGE,
    kind: message.kind ?? DEFAULT_KIND,
    verdict,
    confidence,
    origin: judgement.test ? 'test' : 'screen',
    status: 'pending',
    flags,
    decision: null,
  }
}

/** `default`'s row has the event's id, so that the version before, which knows no other, goes on sending it. */
function deliveryRows(
  tenant: string,
  keys: readonly string[],
  type: WebhookType,
  { screeningId, isTest, data }: News,
): readonly DeliveriesTable[] {
  const event = freshId('evt')
  const at = new Date().toISOString()
  const payload = JSON.stringify({ id: event, type, timestamp: at, ...(isTest && { test: true }), data })
  return keys.map(key => ({
    ...(key === tenant
      ? { id: event, tenant, owner: null, event_id: null }
      : { id: freshId('evt'), tenant: key, owner: tenant, event_id: event }),
    screening_id: screeningId,
    type,
    payload,
    status: 'waiting',
    attempts: 0,
    created_at: at,
    next_attempt_at: at,
    last_error: null,
  }))
}

const PERSONS = ['messageId', 'clientId', 'reporterId'] as const

/** A body as it goes out when message and client were erased before it could: what was decided of which screening. */
export function withoutPerson(payload: string): string {
  const body = JSON.parse(payload)
  const named = PERSONS.filter(name => name in body.data).map(name => [name, null] as const)
  return JSON.stringify({ ...body, data: { ...body.data, ...Object.fromEntries(named) } })
}

/** What a platform needs to act on it; never a word of the message. */
function dataOf(type: WebhookType, screening: WebhookSubject) {
  const { id, messageId, clientId, stage, kind, verdict, confidence, status, flags, decision } = screening
  return {
    screeningId: id,
    messageId,
    clientId,
    stage,
    kind,
    verdict,
    confidence,
    categories: flags.map(({ category }) => category),
    status,
    decision: decision && { at: decision.at, categories: decision.categories },
    ...(type === 'screening.decided' && { statement: `/screenings/${id}/statement?for=sender` }),
  }
}
