import type { ModalityLanguage } from '../../ruleset/language/modality.js'
import { everywhere, patternIn } from '../../ruleset/language/named-pattern.js'
import type { Span } from '../text/mapped-text.js'
import type { Clause, Segments } from '../text/segment.js'
import { lastAtOrBefore } from '../text/sorted-search.js'

/**
 * Who does what, as far as the words around a concept tell: what is negated or forbidden is not asked. The scope of a
 * negation is its own clause, that of a prohibition its sentence.
 */
interface Modality {
  /** Why a concept at `[start, end)` does not count there, or undefined when it does. */
  readonly offAt: (start: number, end: number, negatable: boolean) => string | undefined
}

export type ReadModality = (text: string, segments: Segments) => Modality

/** Stands for a character of a form that is no negation; no pattern holds it. */
const BLANK = '＿'

/** By the patterns of `dict/language/modality.yaml`, compiled once. */
export function buildReadModality({ patterns, reasons }: ModalityLanguage): ReadModality {
  const pattern = patternIn(patterns)
  const notANegation = everywhere(pattern('not_a_negation'))
  const negation = everywhere(pattern('negation'))
  const orderNotTo = everywhere(pattern('order_not_to'))
  const prohibition = everywhere(pattern('prohibition'))
  const quotation = everywhere(pattern('quotation'))
  const pointsBack = pattern('points_back')
  const pointsAhead = pattern('points_ahead')
  const asks = pattern('asks')
  const heading = pattern('forbidding_heading')
  const listItem = pattern('list_item')
  const scopeEnd = pattern('scope_end')

  return (text, { clauses, starts, ends }) => {
    const blanked = text.replace(notANegation, match => BLANK.repeat(match.length))
    const negations = [...blanked.matchAll(negation)].map(match => match.index)
    const orders = [...text.matchAll(orderNotTo)].map(match => match.index)
    const prohibitions = spansOf(text, prohibition)
    const quotations = spansOf(text, quotation)
    const underHeading = forbiddenItems(text, starts, ends)
    const pointedAt = new Set(
      starts.flatMap((start, i) => {
        const end = ends[i] ?? text.length
        const forbids = prohibitions.some(at => at.start >= start && at.end <= end)
        if (!forbids) return []
        const sentence = text.slice(start, end)
        const ahead = pointsAhead.test(sentence) && !asks.test(text.slice(end, ends[i + 1] ?? end))
        return [...(pointsBack.test(sentence) ? [i - 1] : []), ...(ahead ? [i + 1] : [])]
      }),
    )
    return {
      offAt(start, end, negatable) {
        const clause = clauseAt(clauses, start)
        if (!clause) return undefined
        const denies = (at: number): boolean =>
          at >= end && at < clause.end && !breaksOff(text.slice(end, at))
        if (orders.some(denies) || (negatable && firstBehind(negations, end, denies))) return reasons.negated
        const sentenceEnd = ends[clause.sentence] ?? text.length
        const sentenceStart = starts[clause.sentence] ?? 0
        const forbidden = prohibitions.some(
          at => at.start >= sentenceStart && at.end <= sentenceEnd && (at.start >= end || at.end <= start),
        )
        if (forbidden || pointedAt.has(clause.sentence) || underHeading.has(clause.sentence))
          return reasons.forbidden
        return quotations.some(at => at.start <= start && end <= at.end) ? reasons.quoted : undefined
      },
    }
  }

  /** Numbers of the sentences that are items of a list under a forbidding heading. */
  function forbiddenItems(
    text: string,
    starts: readonly number[],
    ends: readonly number[],
  ): ReadonlySet<number> {
    const items = new Set<number>()
    let open = false
    for (const [i, start] of starts.entries()) {
      const line = text.slice(start, ends[i])
      if (listItem.test(line) && open) items.add(i)
      else open = heading.test(line.trim())
    }
    return items
  }

  /** Another predicate between a word and a negation ends its scope: 「LINEで送りますのでメールは不要」. */
  function breaksOff(between: string): boolean {
    return scopeEnd.test(between) || between.length > LONGEST_SCOPE
  }
}

/** A negation further away, in UTF-16 units, denies nothing. */
const LONGEST_SCOPE = 48

const spansOf = (text: string, pattern: RegExp): Span[] =>
  [...text.matchAll(pattern)].map(match => ({ start: match.index, end: match.index + match[0].length }))

/** Only the first negation behind a word can deny it. */
function firstBehind(negations: readonly number[], end: number, denies: (at: number) => boolean): boolean {
  const first = negations.find(at => at >= end)
  return first !== undefined && denies(first)
}

function clauseAt(clauses: readonly Clause[], at: number): Clause | undefined {
  const clause = clauses[lastAtOrBefore(clauses.length, i => clauses[i]?.start ?? 0, at)]
  return clause && at >= clause.start && at < clause.end ? clause : undefined
}
