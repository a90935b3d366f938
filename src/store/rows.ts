import type { Selectable } from 'kysely'
import { isScreeningId, type ScreeningId, timeOf } from '../contract/ids.js'
import type { NewScreening, Receipt, ScreeningDetail, ScreeningSummary, StoredResult } from './screening.js'
import {
  blank,
  encodeText,
  hashText,
  maskOutside,
  spansOf,
  withEvidenceText,
  withoutEvidenceText,
} from './stored-text.js'
import type { ReceiptsTable, ScreeningHitsTable, ScreeningsTable } from './tables.js'

/** How much of a flagged text is kept. */
export type StoreText = 'full' | 'evidence' | 'none'

export function screeningRow(
  tenant: string,
  screening: NewScreening,
  storeText: StoreText,
  origin: ScreeningsTable['origin'] = screening.judgement.test ? 'test' : 'screen',
): ScreeningsTable {
  const { id, message, judgement } = screening
  return {
    id,
    tenant,
    message_id: message.messageId ?? null,
    created_at: timeOf(id).toISOString(),
    status: 'pending',
    text: keptText(screening, storeText),
    text_length: message.text.length,
    stage: message.stage ?? 'pre_contract',
    kind: message.kind ?? 'message',
    outside_contact_approved: message.outsideContactApproved ? 1 : 0,
    client_id: message.client?.id ?? null,
    client: message.client === undefined ? null : JSON.stringify(message.client),
    verdict: judgement.verdict,
    confidence: judgement.confidence,
    flags: JSON.stringify(withoutEvidenceText(judgement.flags)),
    scores: JSON.stringify(judgement.scores),
    ruleset_version: judgement.ruleset.version,
    ruleset_hash: judgement.ruleset.hash,
    text_kept: storeText,
    origin,
    claimed_by: null,
    claimed_until: null,
    decided_at: null,
    decided_by: null,
    decided_categories: null,
    decision_seconds: null,
    note: null,
  }
}

/** What flagged it, and the shadow rules that would have. */
export function hitRows(tenant: string, { id, judgement }: NewScreening): readonly ScreeningHitsTable[] {
  // What is counted nowhere has nothing to be counted.
  if (judgement.test) return []
  const own = { screening_id: id, tenant, upheld: null }
  const flagged = judgement.flags.flatMap(({ category, confidence, evidence }) => {
    const rules = evidence.length === 0 ? [''] : [...new Set(evidence.map(({ rule }) => rule))]
    return rules.map(rule => ({ ...own, category, rule, confidence, source: 'rule' as const }))
  })
  const shadows = (judgement.shadows ?? []).map(({ category, rule }) => ({
    ...own,
    category,
    rule,
    confidence: 0,
    source: 'shadow' as const,
  }))
  return [...flagged, ...shadows]
}

export function receiptRows(
  tenant: string,
  { id, message, judgement }: NewScreening,
): readonly ReceiptsTable[] {
  if (message.messageId === undefined) return []
  const { verdict, flagged, confidence, flags, scores, ruleset, test } = judgement
  const result: StoredResult = {
    verdict,
    flagged,
    confidence,
    flags: withoutEvidenceText(flags),
    scores,
    ruleset,
    test,
  }
  return [
    {
      tenant,
      message_id: message.messageId,
      screening_id: id,
      text_hash: hashText(message.text),
      result: JSON.stringify(result),
    },
  ]
}

export function receiptOf(row: Selectable<ReceiptsTable>): Receipt {
  return {
    messageId: row.message_id,
    screeningId: screeningId(row.screening_id),
    textHash: row.text_hash,
    result: JSON.parse(row.result),
  }
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
    text,
    textKept: row.text_kept,
    flags: withEvidenceText(JSON.parse(row.flags), text),
    outsideContactApproved: row.outside_contact_approved === 1,
    client: row.client === null ? null : JSON.parse(row.client),
    scores: JSON.parse(row.scores),
    ruleset: { version: row.ruleset_version, hash: row.ruleset_hash },
  }
}

/** A claim that has run out is none. */
function claimOf({ status, claimed_by: by, claimed_until: until }: Selectable<ScreeningsTable>) {
  if (status !== 'pending' || by === null || until === null) return null
  return until > new Date().toISOString() ? { by, until } : null
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

function keptText({ message, judgement }: NewScreening, storeText: StoreText): string | null {
  if (storeText === 'none') return null
  const evidence = judgement.flags.flatMap(flag => flag.evidence)
  return encodeText(storeText === 'full' ? message.text : maskOutside(message.text, evidence))
}

export function screeningId(id: string): ScreeningId {
  if (!isScreeningId(id)) throw new Error(`the store holds a screening whose id is not one: ${id}`)
  return id
}
