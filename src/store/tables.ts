import type { Generated } from 'kysely'
import type { Count, RuleHit } from '../contract/hits.js'
import type { IdentifierType } from '../contract/identifier.js'
import type { ListName, ListType } from '../contract/lists.js'
import type {
  CaseStatus,
  DeliveryStatus,
  DraftStep,
  Kind,
  Origin,
  ReportKind,
  Stage,
  TextKept,
  Verdict,
} from '../contract/words.js'
import type { AppealsTable } from './appeals/table.js'
import type { AuditHeadsTable, BulkStepsTable, EventsTable } from './audit-tables.js'
import type { BlindLooksTable, GoldenItemsTable } from './blind/tables.js'

/**
 * The tables as kysely sees them. Both stores use the same types:
 * - `json` columns are text: `jsonb` refuses U+0000 and SQLite has no such type;
 * - times are ISO 8601 in UTC, so that text order is time order;
 * - truth values are 0 and 1: libsql aborts the process when it is given a boolean.
 */
export interface Tables {
  readonly screenings: ScreeningsTable
  readonly screening_hits: ScreeningHitsTable
  readonly screening_histories: ScreeningHistoriesTable
  readonly screening_texts: ScreeningTextsTable
  readonly receipts: ReceiptsTable
  readonly keys: KeysTable
  readonly events: EventsTable
  readonly reports: ReportsTable
  readonly tallies: TalliesTable
  readonly endpoints: EndpointsTable
  readonly deliveries: DeliveriesTable
  readonly heartbeat: HeartbeatTable
  readonly secrets: SecretsTable
  readonly tombstones: TombstonesTable
  readonly screening_counts: ScreeningCountsTable
  readonly audit_heads: AuditHeadsTable
  readonly settings: SettingsTable
  readonly sessions: SessionsTable
  readonly bulk_steps: BulkStepsTable
  readonly campaigns: CampaignsTable
  readonly campaign_bands: CampaignBandsTable
  readonly campaign_members: CampaignMembersTable
  readonly campaign_heirs: CampaignHeirsTable
  readonly campaign_categories: CampaignCategoriesTable
  readonly identifiers: IdentifiersTable
  readonly list_versions: ListVersionsTable
  readonly list_entries: ListEntriesTable
  readonly list_removals: ListRemovalsTable
  readonly contact_asks: ContactAsksTable
  readonly blind_looks: BlindLooksTable
  readonly golden_items: GoldenItemsTable
  readonly drafts: DraftsTable
  readonly draft_counts: DraftCountsTable
  readonly appeals: AppealsTable
}

/** One row a flagged message; what a moderator works on. */
export interface ScreeningsTable {
  /** `scr_` and a ULID: ids in order are messages in order of arrival. */
  readonly id: string
  readonly tenant: string
  readonly message_id: string | null
  readonly created_at: string
  readonly status: CaseStatus
  /** json string; null when STORE_TEXT is `none`. */
  readonly text: string | null
  /** UTF-16 units of the text as it was sent. */
  readonly text_length: number
  readonly stage: Stage
  readonly kind: Kind
  readonly outside_contact_approved: 0 | 1
  readonly client_id: string | null
  /** json: what the platform said of the client; null when it said nothing. */
  readonly client: string | null
  readonly verdict: Verdict
  readonly confidence: number
  /** json: flags without the evidence's text, which is cut out of `text` by its offsets. */
  readonly flags: string
  /** json: what made the verdict; null when nothing was flagged, and before 0012. */
  readonly verdict_by: string | null
  /** json: probability by category. */
  readonly scores: string
  readonly ruleset_version: string
  readonly ruleset_hash: string
  /** How much of the text there is. */
  readonly text_kept: TextKept
  readonly origin: Origin
  /** Who works on it until `claimed_until`, then anybody may. */
  readonly claimed_by: string | null
  readonly claimed_until: string | null
  readonly decided_at: string | null
  readonly decided_by: string | null
  /** json: the categories that a moderator confirmed; null while it is pending. */
  readonly decided_categories: string | null
  /** From arrival, or from the last reopening, to the decision. */
  readonly decision_seconds: number | null
  readonly note: string | null
  /** When somebody began to wait for a decision: its arrival, or the report that brought it in. */
  readonly waiting_since: string
  /** Its place in the queue: `waiting_since` in milliseconds since 1970, less the hours by harm. The smallest is next. */
  readonly due: number
  /** HMAC of the client's id and the text, hex; null without a client, and before 0007. */
  readonly copy_hash: string | null
  /** How often the client had sent the text, as far as it is known here: raised at each doubling. */
  readonly recipients: number
  /** Confirmed violations of its client, as far as they tell in the order. */
  readonly client_violations: number
  /** Of reporters that count, each once; those that say there is nothing wrong are not among them. */
  readonly reports: number
  /** How much the most trusted of those reporters counted when they reported it. */
  readonly report_trust: number
  /** Objections that wait for an answer. */
  readonly open_appeals: number
}

/** One row a category and rule that flagged a screening: what the list's filters search and the statistics count. */
export interface ScreeningHitsTable {
  readonly screening_id: string
  readonly tenant: string
  readonly category: string
  /** '' for a flag without evidence in the text: one that is judged by the client. */
  readonly rule: string
  /** Confidence of the category's flag; 0 when it was none. */
  readonly confidence: number
  /** `rule`: it flagged; `shadow`: a shadow rule that would have; `moderator`: added by the decision. */
  readonly source: RuleHit['source'] | 'moderator'
  /** Whether the decision upheld the category; null while there is none. */
  readonly upheld: 0 | 1 | null
}

/** One row a screening that came with earlier messages, as far as STORE_TEXT keeps them. */
interface ScreeningHistoriesTable {
  readonly screening_id: string
  /** json: who wrote what, oldest first. */
  readonly history: string
}

/** One row a screening of whose text something was kept: what a search looks through. Never shown. */
interface ScreeningTextsTable {
  readonly screening_id: string
  /** See `search-text.ts`. */
  readonly folded: string
  /** PostgreSQL only, as it writes an array; SQLite's triggers see to its index. */
  readonly grams?: string
}

/** One row an identifier of a flagged message: what links those that lead to the same sender. */
interface IdentifiersTable {
  readonly screening_id: string
  readonly tenant: string
  readonly type: IdentifierType
  /** HMAC under IDENTIFIER_SECRET, hex. */
  readonly value_hash: string
}

/**
 * One row a message id, flagged or not: what makes `messageId` idempotent. Of an allowed message it holds a
 * hash and the numbers, never a word.
 */
export interface ReceiptsTable {
  readonly tenant: string
  readonly message_id: string
  readonly screening_id: string
  /** HMAC of the SHA-256 over the text's UTF-16 units, hex: without the store's secret nobody can try texts. */
  readonly text_hash: string
  /** HMAC of the client's id, hex: what it is erased by. Null when the platform named none, and before 0005. */
  readonly client_hash: string | null
  /** json: the judgement without the evidence's text. */
  readonly result: string
}

/** One row a key. The secret itself is nowhere. */
interface KeysTable {
  /** `key_` and a ULID: the public half of the key. */
  readonly id: string
  readonly tenant: string
  readonly role: 'platform' | 'moderator' | 'admin'
  /** Who acts, in the trail. Unique within the tenant. */
  readonly name: string
  /** SHA-256 of the secret half, hex. */
  readonly secret_hash: string
  readonly created_at: string
  readonly revoked_at: string | null
}

/** One row a person who has signed in, until the session is over. The secret itself is nowhere. */
interface SessionsTable {
  /** `ses_` and a ULID: the public half of the token. */
  readonly id: string
  readonly tenant: string
  readonly role: 'moderator' | 'admin'
  /** Who acts, in the trail. */
  readonly name: string
  /** SHA-256 of tenant and of who it is for the provider, hex: tells two people of one name apart. */
  readonly subject_hash: string
  /** SHA-256 of the secret half, hex. */
  readonly secret_hash: string
  readonly created_at: string
  readonly expires_at: string
}

/**
 * How many screenings there are of each kind, kept by triggers: every screening is counted by day and by confidence,
 * for itself (`rule` and `category` empty), for each category that flagged it and for each rule that hit.
 */
interface ScreeningCountsTable {
  readonly tenant: string
  readonly axis: 'day' | 'confidence'
  readonly rule: string
  readonly category: string
  /** YYYY-MM-DD of the arrival (UTC), or the confidence in hundredths, rounded down, of three digits. */
  readonly step: string
  readonly status: CaseStatus
  readonly verdict: Verdict
  readonly origin: Origin
  /** To be added to the other rows of the same kind. */
  readonly count: number
}

/** What all instances should agree on. */
interface SettingsTable {
  readonly name: 'ruleset'
  readonly value: string
  readonly changed_at: string
}

/** A worker's report of a message. */
interface ReportsTable {
  /** `rep_` and a ULID. */
  readonly id: string
  readonly tenant: string
  readonly screening_id: string
  readonly created_at: string
  readonly kind: Generated<ReportKind>
  readonly category: string | null
  /** json string: the reporter's words. */
  readonly reason: string | null
  readonly reporter_id: string | null
}

/** How much was judged on a day (UTC), allowed messages too, of which nothing else is kept. */
export interface TalliesTable {
  readonly tenant: string
  /** YYYY-MM-DD. */
  readonly day: string
  readonly kind: Count['kind']
  readonly name: string
  readonly count: number
}

/** One row a draft that came with an id, for a day or until it is sent: recognised by hashes under the store's secret. */
interface DraftsTable {
  readonly tenant: string
  /** HMAC of its id, hex. */
  readonly draft_hash: string
  /** When it came first. */
  readonly created_at: string
  /** HMAC of its id and of the last text that got a hint, hex; null while none did. */
  readonly hinted_hash: string | null
  /** Whether another text came after a hint. */
  readonly revised: 0 | 1
}

/** What became of drafts, by day (UTC). */
interface DraftCountsTable {
  readonly tenant: string
  /** YYYY-MM-DD. */
  readonly day: string
  readonly what: DraftStep
  readonly count: number
}

/** Where a tenant wants its webhooks. */
interface EndpointsTable {
  readonly tenant: string
  readonly url: string
  readonly secret: string
  readonly created_at: string
  /** Attempts in a row that it did not answer. */
  readonly failures: Generated<number>
  /** Nothing is sent there before; null while it is not paused. */
  readonly paused_until: string | null
}

/** The outbox: one row an event for a tenant with an endpoint, written in the transaction of what it tells of. */
export interface DeliveriesTable {
  /** `evt_` and a ULID: the event's id, the same at every attempt. */
  readonly id: string
  readonly tenant: string
  readonly screening_id: string
  readonly type: string
  /** json: the body as it is sent. */
  readonly payload: string
  readonly status: DeliveryStatus
  readonly attempts: number
  readonly created_at: string
  /** When it is due; while it is being sent, when it is due again if the sender dies. */
  readonly next_attempt_at: string
  readonly last_error: string | null
}

/** One row: when the store was last written for no other reason than to know that it can be. */
interface HeartbeatTable {
  readonly id: 1
  readonly at: string
}

/** What the store made for itself at its first start. */
interface SecretsTable {
  readonly name: 'receipts'
  /** 256 random bits, hex. */
  readonly value: string
}

/** One row a message id whose message was erased: sent again, it is not kept again. */
interface TombstonesTable {
  /** HMAC of tenant and message id, hex: tells of an id that is presented, and names none. */
  readonly message_hash: string
  readonly erased_at: string
}

/** One row a text that others may be copies of, from its first message on; it is shown from the second on. */
export interface CampaignsTable {
  /** `cmp_` and a ULID. */
  readonly id: string
  readonly tenant: string
  readonly status: 'open' | Exclude<CaseStatus, 'pending'>
  /** Messages, those that were let pass too. */
  readonly size: number
  readonly first_seen: string
  readonly last_seen: string
  /** The member whose text is the core; null when it was erased and nobody takes its place. */
  readonly core_id: string | null
  /** base64, '' without a core: what its text is recognised by, hashed under the store's secret. */
  readonly minima: string
  readonly shingles: number
  readonly telling: string
  /** The last step of growth that was told of. */
  readonly announced: number
  readonly decided_at: string | null
  readonly decided_by: string | null
  /** json; null while it is open. */
  readonly decided_categories: string | null
  /** json string. */
  readonly note: string | null
}

/** What a campaign is found by. */
interface CampaignBandsTable {
  readonly band: number
  readonly campaign_id: string
}

export interface CampaignMembersTable {
  readonly screening_id: string
  readonly tenant: string
  readonly campaign_id: string
  readonly client_id: string | null
  /** By the campaign's decision, and not by one of its own. */
  readonly decided: 0 | 1
  /** Delivered, because moderators have found the campaign harmless: there is no screening. */
  readonly passed: 0 | 1
}

/** Members that take the core's place when it is erased, the oldest first. */
export interface CampaignHeirsTable {
  readonly screening_id: string
  readonly campaign_id: string
  readonly minima: string
  readonly shingles: number
  readonly telling: string
}

/** What members were flagged for. */
interface CampaignCategoriesTable {
  readonly campaign_id: string
  readonly category: string
}

/** One row a tenant: how often its lists were changed. Locked while they are, so that versions are committed in order. */
interface ListVersionsTable {
  readonly tenant: string
  readonly version: number
  /** Entries that there are, of both lists. */
  readonly entries: number
}

/** What a tenant's admins have listed. */
export interface ListEntriesTable {
  /** `lst_` and a ULID. */
  readonly id: string
  readonly tenant: string
  readonly list: ListName
  readonly type: ListType
  /** What messages are compared with: the value, folded. */
  readonly key: string
  readonly value: string
  readonly reason: string
  readonly category: string | null
  readonly set_by: string
  readonly set_at: string
  readonly expires_at: string | null
  /** The version that it was last changed in. */
  readonly version: number
}

/** Which entries went, for instances that hold them in memory: no word of what they were. Kept for a day. */
interface ListRemovalsTable {
  readonly tenant: string
  readonly entry_id: string
  readonly version: number
  readonly removed_at: string
}

/** One row a client and recipient to whom it sent an ask for contact within the last hour. */
interface ContactAsksTable {
  readonly tenant: string
  /** HMAC of the client's id, hex. */
  readonly client_hash: string
  /** HMAC of the recipient's id, hex. */
  readonly recipient_hash: string
  /** When it last did. */
  readonly asked_at: string
}
