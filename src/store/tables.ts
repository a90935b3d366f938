import type { Generated } from 'kysely'
import type { Count, RuleHit } from '../contract/hits.js'
import type { CaseStatus, Kind, Origin, ReportKind, Stage, TextKept, Verdict } from '../contract/words.js'
import type { KeysTable, SessionsTable } from './access-tables.js'
import type { AppealsTable } from './appeals/table.js'
import type { AuditHeadsTable, BulkStepsTable, EventsTable } from './audit-tables.js'
import type { AuditedMessagesTable } from './audited/table.js'
import type { BlindLooksTable, GoldenItemsTable } from './blind/tables.js'
import type {
  CampaignBandsTable,
  CampaignCategoriesTable,
  CampaignHeirsTable,
  CampaignMembersTable,
  CampaignsTable,
} from './campaigns/tables.js'
import type { DraftCountsTable, DraftsTable } from './draft-tables.js'
import type {
  ContactAsksTable,
  ListEntriesTable,
  ListRemovalsTable,
  ListVersionsTable,
} from './list-tables.js'
import type { DeliveriesTable, EndpointsTable } from './outbox-tables.js'
import type { IdentifiersTable, ScreeningHistoriesTable, ScreeningTextsTable } from './text-tables.js'

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
  readonly audited_messages: AuditedMessagesTable
}

/** One row a message that was flagged, reported or drawn for an audit; what a moderator works on. */
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
  /** 1: another case of its campaign stands in the queue for it. Kept by triggers; tells nothing once it is decided. */
  readonly behind: 0 | 1
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

/**
 * One row a message id and a row an idempotency key, flagged or not: what makes a repeat known. Of an allowed message it
 * holds hashes and the numbers, never a word.
 */
export interface ReceiptsTable {
  readonly tenant: string
  /** A message id, or a key behind a control character, which no message id holds. */
  readonly message_id: string
  readonly screening_id: string
  /** HMAC of the SHA-256 over the text's UTF-16 units, hex: without the store's secret nobody can try texts. */
  readonly text_hash: string
  /** HMAC of the client's id, hex: what it is erased by. Null when the platform named none, and before 0005. */
  readonly client_hash: string | null
  /** json: HMAC of each part that decides besides the text, 16 hexadecimal digits. Null before 0017. */
  readonly deciding: string | null
  /** json: the judgement without the evidence's text. */
  readonly result: string
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
