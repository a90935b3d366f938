import type { Identifier } from '../../../contract/identifier.js'
import type { DigitsLanguage } from '../../../ruleset/language/digits.js'
import { type MappedText, originalSpan } from '../../text/mapped-text.js'
import { buildFindBankAccounts } from './bank-accounts.js'
import { findHandles } from './handles.js'
import { findLineIds } from './line-ids.js'
import { findLinks, findMailAddresses } from './links.js'
import { buildFindMeetings } from './meetings.js'
import { buildFindPhones } from './phones.js'
import { findReferralCodes } from './referral-codes.js'
import type { Find, Shown, Sighting } from './sighting.js'
import { undoSpeltOut } from './spelt-out.js'
import { findWallets } from './wallets.js'

/** The identifiers of a message as it is read, at their places in the original. */
export type FindIdentifiers = (message: {
  readonly own: MappedText
  readonly original: string
}) => readonly Identifier[]

/** More than this no honest text holds: the rest is not told. */
const MOST = 100

export function buildFindIdentifiers(language: DigitsLanguage): FindIdentifiers {
  /** The surest first: where two see the same stretch, the first is right. */
  const finders: readonly Find[] = [
    findWallets,
    findMailAddresses,
    findLinks,
    buildFindMeetings(language),
    buildFindBankAccounts(language),
    findReferralCodes,
    findLineIds,
    buildFindPhones(language),
    findHandles,
  ]
  return ({ own, original }) => {
    const mapped = undoSpeltOut(own, original)
    const { text } = mapped
    const shown: Shown = { text, longestRow: longestRowOf(text), cased: casing(mapped, original) }
    const kept: Sighting[] = []
    for (const find of finders) {
      const before = [...kept]
      for (const one of find(shown))
        if (!before.some(other => overlap(one, other)) && isNew(one, kept)) kept.push(one)
    }
    return kept
      .sort((a, b) => a.start - b.start)
      .slice(0, MOST)
      .map(({ type, value, start, end }) => ({ type, value, ...originalSpan(mapped, start, end) }))
  }
}

const overlap = (a: Sighting, b: Sighting): boolean => a.start < b.end && b.start < a.end

/** A stretch counts once a type; a link and its domain share theirs. */
const isNew = (one: Sighting, kept: readonly Sighting[]): boolean =>
  !kept.some(other => other.type === one.type && overlap(one, other))

/** In `a-z0-9_.@+-`; one loop, because every text is asked. */
function longestRowOf(text: string): number {
  let longest = 0
  let row = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const counts =
      (code >= 0x61 && code <= 0x7a) ||
      (code >= 0x30 && code <= 0x39) ||
      code === 0x40 ||
      code === 0x5f ||
      (code >= 0x2b && code <= 0x2e)
    row = counts ? row + 1 : 0
    if (row > longest) longest = row
  }
  return longest
}

/** Capitals as the sender wrote them, where the letter is the same otherwise. */
function casing(
  { text, starts, ends }: MappedText,
  original: string,
): (start: number, end: number) => string {
  return (start, end) => {
    let out = ''
    for (let at = start; at < end; at++) {
      const seen = text.charAt(at)
      const sent = original.slice(starts[at], ends[at]).normalize('NFKC')
      out += sent.length === 1 && sent.toLowerCase() === seen ? sent : seen
    }
    return out
  }
}
