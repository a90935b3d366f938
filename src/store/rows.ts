import type { Selectable } from 'kysely'
import { DEFAULT_KIND, DEFAULT_STAGE } from '../contract/defaults.js'
import { hitsOf } from '../contract/hits.js'
import { isScreeningId, type ScreeningId, timeOf } from '../contract/ids.js'
import type { TextKept } from '../contract/words.js'
import { dueOf, orderOf } from './rank.js'
import type { NewScreening, Place, ScreeningDetail, ScreeningSummary } from './screening.js'
import type { Standing } from './standing.js'
import {
  blank,
  encodeText,
  maskOutside,
  spansOf,
  withEvidenceText,
  withoutEvidenceText,
} from './stored-text.js'
import type { ScreeningHitsTable, ScreeningsTable } from './tables.js'

export function screeningRow(
  tenant: string,
  screening: NewScreening,
  textKept: TextKept,
  standing: Standing = UNKNOWN,
  origin: ScreeningsTable['origin'] = screening.judgement.test ? 'test' : 'screen',
): ScreeningsTable {
  const { id, message, judgement } = screening
  const row: Omit<ScreeningsTable, 'due'> = {
    id,
    tenant,
    message_id: message.messageId ?? null,
    created_at: timeOf(id).toISOString(),
    status: 'pending',
    text: keptText(screening, textKept),
    text_length: message.text.length,
    stage: message.stage ?? DEFAULT_STAGE,
    kind: message.kind ?? DEFAULT_KIND,
    outside_contact_approved: message.outsideContactApproved ? 1 : 0,
    client_id: message.client?.id ?? null,
    client: message.client === undefined ? null : JSON.stringify(message.client),
    verdict: judgement.verdict,
    confidence: judgement.confidence,
    flags: JSON.stringify(withoutEvidenceText(judgement.flags)),
    verdict_by: judgement.decidedBy === null ? null : JSON.stringify(judgement.decidedBy),
    scores: JSON.stringify(judgement.scores),
    ruleset_version: judgement.ruleset.version,
    ruleset_hash: judgement.ruleset.hash,
    text_kept: textKept,
    origin,
    claimed_by: null,
    claimed_until: null,
    decided_at: null,
    decided_by: null,
    decided_categories: null,
    decision_seconds: null,
    note: null,
    waiting_since: (origin === 'report' ? new Date() : timeOf(id)).toISOString(),
    copy_hash: standing.copyHash,
    recipients: standing.recipients,
    client_violations: standing.clientViolations,
    reports: 0,
    report_trust: 1,
    open_appeals: 0,
    behind: 0,
  }
  return { ...row, due: dueOf(row) }
}

/** Of a message that nothing else is known of. */
const UNKNOWN: Standing = { copyHash: null, sentBefore: 0, recipients: 1, clientViolations: 0 }

/** What flagged it, and the shadow rules that would have. */
export function hitRows(tenant: string, { id, judgement }: NewScreening): readonly ScreeningHitsTable[] {
  // What is counted nowhere has nothing to be counted.
  if (judgement.test) return []
  return hitsOf(judgement).map(hit => ({ ...hit, screening_id: id, tenant, upheld: null }))
}

export function summaryOf(row: Selectable<ScreeningsTable>): ScreeningSummary {
  const whole = detailOf(row)
  return {
    id: whole.id,
    messageId: whole.messageId,
    createdAt: whole.createdAt,
    status: whole.status,
    stage: whole.stage,
    kind: whole.kind,
    clientId: whole.clientId,
    verdict: whole.verdict,
    confidence: whole.confidence,
    origin: whole.origin,
    claim: whole.claim,
    decision: whole.decision,
    openAppeals: whole.openAppeals,
    reportCount: whole.reportCount,
    text: maskOutside(whole.text, spansOf(whole.flags)),
    flags: whole.flags,
  }
}

export function detailOf(row: Selectable<ScreeningsTable>): ScreeningDetail {
  const text: string = row.text === null ? blank(row.text_length) : JSON.parse(row.text)
  return {
    id: screeningId(row.id),
    messageId: row.message_id,
    createdAt: row.created_at,
    status: row.status,
    stage: row.stage,
    kind: row.kind,
    clientId: row.client_id,
    verdict: row.verdict,
    confidence: row.confidence,
    origin: row.origin,
    claim: claimOf(row),
    decision: decisionOf(row),
    openAppeals: row.open_appeals,
    reportCount: row.reports,
    text,
    textKept: row.text_kept,
    flags: withEvidenceText(JSON.parse(row.flags), text),
    decidedBy: row.verdict_by === null ? null : JSON.parse(row.verdict_by),
    outsideContactApproved: row.outside_contact_approved === 1,
    client: row.client === null ? null : JSON.parse(row.client),
    scores: JSON.parse(row.scores),
    ruleset: { version: row.ruleset_version, hash: row.ruleset_hash },
    order: orderOf(row),
  }
}

/** A claim that has run out is none. Only what waits, for a decision or for an answer to an appeal, is claimed. */
export function claimOf({
  claimed_by: by,
  claimed_until: until,
}: Pick<Selectable<ScreeningsTable>, 'claimed_by' | 'claimed_until'>) {
  if (by === null || until === null) return null
  return until > new Date().toISOString() ? { by, until } : null
}

export function placeOf({ id, due }: Selectable<ScreeningsTable>): Place {
  return { id: screeningId(id), due }
}

function decisionOf(row: Selectable<ScreeningsTable>): ScreeningSummary['decision'] {
  const { decided_by: by, decided_at: at, decided_categories: categories, note } = row
  if (by === null || at === null) return null
  return {
    by,
    at,
    categories: categories === null ? [] : JSON.parse(categories),
    note: note === null ? null : JSON.parse(note),
  }
}

function keptText({ message, judgement }: NewScreening, textKept: TextKept): string | null {
  if (textKept === 'none') return null
  const evidence = judgement.flags.flatMap(flag => flag.evidence)
  return encodeText(textKept === 'full' ? message.text : maskOutside(message.text, evidence))
}

export function screeningId(id: string): ScreeningId {
  if (!isScreeningId(id)) throw new Error(`the store holds a screening whose id is not one: ${id}`)
  return id
}
