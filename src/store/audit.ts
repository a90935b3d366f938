import type { ScreeningId } from '../contract/ids.js'
import type { Chain } from './audit-chain.js'
import { purgeAudit } from './audit-purge.js'
import type { Record as Recorder } from './audit-record.js'
import type { EventsTable } from './audit-tables.js'
import { auditedTenants, type Verified, verifyTenant } from './audit-verify.js'
import { looksAt } from './blind/looks.js'
import { trailSeenBy } from './blind/trail.js'
import type { Gate } from './gate.js'

const eventTypes = [
  'viewed',
  'claimed',
  'released',
  'confirmed',
  'dismissed',
  'reopened',
  'bulk_confirmed',
  'bulk_dismissed',
  'bulk_reopened',
  'reported',
  'appealed',
  'appeal_granted',
  'appeal_rejected',
  'statement_given',
  'erased',
  'client_erased',
  'exported',
  'key_created',
  'key_revoked',
  'key_rotated',
  'ruleset_reloaded',
  'endpoint_set',
  'endpoint_removed',
  'delivery_retried',
  'signed_in',
  'signed_out',
  'campaign_viewed',
  'campaign_confirmed',
  'campaign_dismissed',
  'campaign_reopened',
  'list_set',
  'list_removed',
  'second_opinion',
  'second_opinion_withdrawn',
  'golden_marked',
  'golden_removed',
] as const
export type EventType = (typeof eventTypes)[number]

/** Something that was done, to be written down. `detail` never holds a word of a message. */
export interface AuditEntry {
  readonly tenant: string
  readonly type: EventType
  readonly actor: string
  readonly screeningId?: string
  readonly detail?: Readonly<Record<string, unknown>>
}

export interface AuditEvent {
  readonly id: string
  readonly at: string
  readonly type: EventType
  readonly actor: string
  readonly screeningId: string | null
  readonly detail: Readonly<Record<string, unknown>>
}

interface AuditPage {
  readonly events: readonly AuditEvent[]
  readonly nextCursor: string | null
}

/**
 * The audit trail. Nothing is ever changed in it; a retention of its own deletes what is old. Each entry carries a hash
 * over itself and the entry before it, of its tenant.
 */
export interface AuditTrail {
  record(entry: AuditEntry): Promise<void>
  /**
   * What happened to a screening, alone or with others, oldest first. `viewer` is who looks: nothing tells of a decision
   * that this person is not to see.
   */
  of(tenant: string, id: ScreeningId, viewer?: string): Promise<readonly AuditEvent[]>
  /** What happened at all, newest first. */
  list(
    tenant: string,
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<AuditPage>
  /** Deletes what is from before a time, of every tenant, in small batches; what stays still fits. Returns how many. */
  purge(before: Date): Promise<number>
  /** Walks the trails one after the other and says where the first entry does not fit. */
  verify(): AsyncGenerator<Verified>
}

export interface AuditParts {
  readonly record: Recorder
  readonly chain: Chain
  /** AUDIT_SECRET; empty: none. */
  readonly secret: string
}

export function buildAuditTrail(gate: Gate, { record, chain, secret }: AuditParts): AuditTrail {
  return {
    record: entry => gate.write(async db => void (await record(db, entry))),

    of: (tenant, id, viewer) =>
      gate.read(async db => {
        const rows = await db
          .selectFrom('events')
          .selectAll()
          .where('tenant', '=', tenant)
          .where('screening_id', '=', id)
          .execute()
        const withOthers = await db
          .selectFrom('bulk_steps as step')
          .innerJoin('events', 'events.id', 'step.event_id')
          .selectAll('events')
          .where('events.tenant', '=', tenant)
          .where('step.screening_id', '=', id)
          .execute()
        const events = [...rows, ...withOthers].sort((a, b) => (a.id < b.id ? -1 : 1)).map(eventOf)
        const [look] = viewer === undefined ? [] : await looksAt(db, tenant, [id], viewer)
        return look ? trailSeenBy(look, events) : events
      }),

    list: (tenant, { limit, cursor }) =>
      gate.read(async db => {
        let query = db.selectFrom('events').selectAll().where('tenant', '=', tenant)
        if (cursor !== undefined) query = query.where('id', '<', cursor)
        const rows = await query
          .orderBy('id', 'desc')
          .limit(limit + 1)
          .execute()
        const events = rows.slice(0, limit).map(eventOf)
        return { events, nextCursor: rows.length > limit ? (events.at(-1)?.id ?? null) : null }
      }),

    purge: before => purgeAudit(gate, chain, before),

    verify: async function* () {
      for (const tenant of await auditedTenants(gate)) yield await verifyTenant(gate, secret, tenant)
    },
  }
}

function eventOf(row: EventsTable): AuditEvent {
  const type = eventTypes.find(known => known === row.type)
  if (type === undefined) throw new Error(`the store holds an event of an unknown type: ${row.type}`)
  const { id, at, actor, screening_id: screeningId } = row
  return { id, at, type, actor, screeningId, detail: JSON.parse(row.detail) }
}
