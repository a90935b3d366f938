import type { Identifier, IdentifierType } from '../../../contract/identifier.js'
import type { Language } from '../../../ruleset/language.js'
import { type MappedText, originalSpan } from '../../text/mapped-text.js'
import { buildFindBankAccounts } from './bank-accounts.js'
import { buildFindHandles } from './handles.js'
import { buildFindLineIds } from './line-ids.js'
import { buildFindLinks, findMailAddresses } from './links.js'
import { buildFindMeetings } from './meetings.js'
import { buildNames } from './names.js'
import { buildFindPhones } from './phones.js'
import { buildProfileBehind } from './profiles.js'
import { buildFindReferralCodes } from './referral-codes.js'
import type { Find, Shown, Sighting } from './sighting.js'
import { buildUndoSpeltOut } from './spelt-out.js'
import { Taken } from './taken.js'
import { findWallets } from './wallets.js'

/** The identifiers of a message as it is read, at their places in the original. */
export type FindIdentifiers = (message: {
  readonly own: MappedText
  readonly original: string
}) => readonly Identifier[]

/** How digits are spelt out, and by which words identifiers are announced. */
type Tables = Pick<Language, 'digits' | 'identifiers'>

/** More than this no honest text holds: the rest is not told. */
const MOST = 100

export function buildFindIdentifiers({ digits, identifiers }: Tables): FindIdentifiers {
  const names = buildNames(identifiers.names)
  const undoSpeltOut = buildUndoSpeltOut(identifiers.address)
  /** The surest first: where two see the same stretch, the first is right. */
  const finders: readonly Find[] = [
    findWallets,
    findMailAddresses,
    buildFindLinks(buildProfileBehind(identifiers.handle)),
    buildFindMeetings(digits, identifiers.meeting),
    buildFindBankAccounts(digits, identifiers.bank_account),
    buildFindReferralCodes(identifiers.referral_code),
    buildFindLineIds(identifiers.line_id, names),
    buildFindPhones(digits, identifiers.phone),
    buildFindHandles(identifiers.handle, names),
  ]
  return ({ own, original }) => {
    const mapped = undoSpeltOut(own, original)
    const { text } = mapped
    const shown: Shown = { text, longestRow: longestRowOf(text), cased: casing(mapped, original) }
    const kept: Sighting[] = []
    const taken = new Taken()
    for (const find of finders) {
      const found = onceAType(find(shown).filter(one => !taken.overlaps(one)))
      for (const one of found) {
        kept.push(one)
        taken.add(one)
      }
    }
    return kept
      .sort((a, b) => a.start - b.start)
      .slice(0, MOST)
      .map(({ type, value, start, end }) => ({ type, value, ...originalSpan(mapped, start, end) }))
  }
}

/** A stretch counts once a type; a link and its domain share theirs. */
function onceAType(found: readonly Sighting[]): readonly Sighting[] {
  const takenBy = new Map<IdentifierType, Taken>()
  return found.filter(one => {
    const taken = takenBy.get(one.type) ?? new Taken()
    if (taken.overlaps(one)) return false
    taken.add(one)
    takenBy.set(one.type, taken)
    return true
  })
}

/** In `a-z0-9_.@+-`, the word LINE alone left out; one loop, because every text is asked. */
function longestRowOf(text: string): number {
  let longest = 0
  let row = 0
  for (let at = 0; at <= text.length; at++) {
    const code = text.charCodeAt(at)
    const counts =
      (code >= 0x61 && code <= 0x7a) ||
      (code >= 0x30 && code <= 0x39) ||
      code === 0x40 ||
      code === 0x5f ||
      (code >= 0x2b && code <= 0x2e)
    if (counts) row++
    else {
      if (row > longest && !(row === 4 && text.startsWith('line', at - 4))) longest = row
      row = 0
    }
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
