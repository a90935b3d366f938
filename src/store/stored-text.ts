import { createHash } from 'node:crypto'
import type { Evidence, Flag } from '../contract/judgement.js'

/** Evidence as it is kept: where it is in the text, not the text itself. */
type StoredEvidence = Omit<Evidence, 'text'>
export type StoredFlag = Omit<Flag, 'evidence'> & { readonly evidence: readonly StoredEvidence[] }

interface Span {
  readonly start: number
  readonly end: number
}

/** Stands for one UTF-16 unit, so that offsets into a masked text stay right. */
const MASK = '●'

/** The text with every unit outside the spans masked, except line breaks. The length in UTF-16 units is kept. */
export function maskOutside(text: string, spans: readonly Span[]): string {
  let masked = ''
  let done = 0
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    if (end <= done) continue
    masked += hidden(text.slice(done, Math.max(start, done))) + text.slice(Math.max(start, done), end)
    done = end
  }
  return masked + hidden(text.slice(done))
}

/** By UTF-16 units: without the `u` flag a pair of surrogates is two. */
const hidden = (text: string): string => text.replace(/[^\n]/g, MASK)

/** What is left of a text that was not kept. */
export function blank(length: number): string {
  return MASK.repeat(length)
}

export function spansOf(flags: readonly StoredFlag[]): readonly Span[] {
  return flags.flatMap(flag => flag.evidence)
}

export function withoutEvidenceText(flags: readonly Flag[]): readonly StoredFlag[] {
  return flags.map(flag => ({ ...flag, evidence: flag.evidence.map(({ text: _, ...where }) => where) }))
}

export function withEvidenceText(flags: readonly StoredFlag[], text: string): readonly Flag[] {
  return flags.map(flag => ({
    ...flag,
    evidence: flag.evidence.map(({ start, end, rule, reason }) => ({
      start,
      end,
      text: text.slice(start, end),
      rule,
      reason,
    })),
  }))
}

/**
 * Text as a JSON string literal. UTF-8 cannot hold an unpaired surrogate, PostgreSQL refuses U+0000 and libsql
 * stops at it; JSON.stringify escapes all three, so every text comes back as it was sent.
 */
export function encodeText(text: string): string {
  return JSON.stringify(text)
}

/** SHA-256 over UTF-16 units: over UTF-8, texts that differ in an unpaired surrogate would be the same. */
export function hashText(text: string): string {
  return createHash('sha256').update(text, 'utf16le').digest('hex')
}
