import type { IdentifierType } from '../contract/identifier.js'
import { type ScreeningId, timeOf } from '../contract/ids.js'
import { blindTo } from './blind/looks.js'
import { type CampaignIdentifier, identifiersOfCampaign, type ReadsKept } from './campaigns/identifiers.js'
import type { Gate } from './gate.js'
import { allShares, countsByHash, decidedByHash, HASHES_AT_ONCE, type Shared } from './identifier-queries.js'
import { inChunks } from './in-chunks.js'
import { keyOf, type LinkHash, linking, type Named } from './link-hash.js'
import { screeningId } from './rows.js'

/** What is known of an identifier: how many flagged messages hold it, from how many clients, and what was decided. */
interface IdentifierRecord {
  readonly type: IdentifierType
  readonly messages: number
  readonly senders: number
  readonly confirmed: number
  readonly dismissed: number
  /** ISO 8601, UTC; null when no message holds it. */
  readonly firstSeen: string | null
  readonly lastSeen: string | null
}

/** An identifier of a case. */
export interface CaseIdentifier {
  readonly type: IdentifierType
  /** Null when the text was not kept: of the identifier there is only the hash. */
  readonly value: string | null
  readonly messages: number
  readonly senders: number
  readonly confirmedSenders: number
  /** Whether the message itself holds it, or what its client wrote before. */
  readonly from: 'text' | 'history'
  /** Its place in the history, from 0; null: it is in the text. */
  readonly historyIndex: number | null
}

/** Decisions on messages with an identifier. */
export interface DecidedIdentifier {
  readonly confirmed: number
  readonly dismissed: number
  /** What was confirmed. */
  readonly categories: readonly string[]
}

/** Identifiers of flagged messages, tenant by tenant. There are hashes only. */
export interface Identifiers {
  /** False without IDENTIFIER_SECRET: then nothing is known of any. */
  readonly isLinking: boolean
  /** `viewer` is who looks: decisions that this person is not to see do not count. */
  find(tenant: string, identifier: Named, viewer?: string): Promise<IdentifierRecord>
  /** Those of a screening; `found` are those of its text and history, as far as they were kept. */
  ofCase(
    tenant: string,
    id: ScreeningId,
    found: readonly Named[],
    viewer?: string,
  ): Promise<readonly CaseIdentifier[]>
  /** Those that several members of a campaign share, those of most messages first; `reads` finds them in what was kept. */
  ofCampaign(tenant: string, campaign: string, reads: ReadsKept): Promise<readonly CampaignIdentifier[]>
  /** Of these identifiers those that some moderator confirmed, by `keyOf`. */
  confirmed(tenant: string, identifiers: readonly Named[]): Promise<ReadonlyMap<string, DecidedIdentifier>>
  /** Other clients whose flagged messages hold an identifier of this one's, those with most messages first. */
  shares(tenant: string, clientId: string): Promise<readonly Shared[]>
}

export function buildIdentifiers(gate: Gate, link: LinkHash): Identifiers {
  return {
    isLinking: link !== undefined,

    find: async (tenant, identifier, viewer) => {
      const hash = link?.(tenant, identifier)
      const [counts] =
        hash === undefined
          ? []
          : await gate.read(async db => countsByHash(db, tenant, [hash], await blindTo(db, tenant, viewer)))
      return {
        type: identifier.type,
        messages: counts?.messages ?? 0,
        senders: counts?.senders ?? 0,
        confirmed: counts?.confirmed ?? 0,
        dismissed: counts?.dismissed ?? 0,
        firstSeen: counts === undefined ? null : timeOf(screeningId(counts.first)).toISOString(),
        lastSeen: counts === undefined ? null : timeOf(screeningId(counts.last)).toISOString(),
      }
    },

    ofCase: async (tenant, id, found, viewer) => {
      if (link === undefined) return []
      const values = new Map(found.map(one => [link(tenant, one), one.value]))
      return gate.read(async db => {
        const own = await db
          .selectFrom('identifiers')
          .select(['type', 'value_hash', 'history_at'])
          .where('screening_id', '=', id)
          .where('tenant', '=', tenant)
          .execute()
        const counts = await countsByHash(
          db,
          tenant,
          own.map(row => row.value_hash),
          await blindTo(db, tenant, viewer),
        )
        return own
          .map(({ type, value_hash: hash, history_at: historyIndex }) => {
            const {
              messages = 0,
              senders = 0,
              confirmedSenders = 0,
            } = counts.find(one => one.hash === hash) ?? {}
            const value = values.get(hash) ?? null
            const from = historyIndex === null ? ('text' as const) : ('history' as const)
            return { type, value, messages, senders, confirmedSenders, from, historyIndex }
          })
          .sort((a, b) => b.messages - a.messages || (a.type < b.type ? -1 : 1))
      })
    },

    ofCampaign: (tenant, campaign, reads) =>
      link === undefined
        ? Promise.resolve([])
        : gate.read(db => identifiersOfCampaign(db, link, tenant, campaign, reads)),

    confirmed: async (tenant, identifiers) => {
      if (link === undefined) return new Map()
      const keys = new Map(linking(identifiers).map(one => [link(tenant, one), keyOf(one)]))
      if (keys.size === 0) return new Map()
      const decided = await gate.read(db =>
        inChunks([...keys.keys()], some => decidedByHash(db, tenant, some), HASHES_AT_ONCE),
      )
      return new Map(decided.map(({ hash, ...record }) => [keys.get(hash) ?? '', record]))
    },

    shares: (tenant, clientId) =>
      link === undefined ? Promise.resolve([]) : gate.read(db => allShares(db, tenant, clientId)),
  }
}
