import type { Explanation } from '../../contract/explanation.js'
import type { Judgement } from '../../contract/judgement.js'
import type { Span } from '../../screening/text/mapped-text.js'

/** A text with its allowed stretches taken out of what is judged, and the way back to the original. */
export interface Neutral {
  readonly text: string
  readonly originalSpan: (start: number, end: number) => Span
}

/**
 * Stands in the place of what is allowed: a word of its kind that is evidence of nothing, so that the sentence around it is
 * still a sentence, and still judged. 「詳細は https://ok.example を」 is read as 「詳細はサイトを」. Chosen of
 * some ten words tried in fourteen sentences of asks, as those that added least: a mask (〓) or a pronoun read more like a
 * request for personal data. What the sentence itself asks (「…から登録してください」) is still heard with them.
 */
const NEUTRAL = { link: 'サイト', phrase: '品物' } as const

/** A stretch that is allowed, and of what kind it is. */
export interface Allowed extends Span {
  readonly as: keyof typeof NEUTRAL
}

interface Piece extends Span {
  /** Where it stands in the neutral text. */
  readonly at: number
  readonly isNeutral: boolean
}

/** Writes a neutral word over every stretch; stretches that overlap are one. */
export function neutralise(text: string, stretches: readonly Allowed[]): Neutral {
  const pieces: Piece[] = []
  let out = ''
  let done = 0
  const write = (start: number, end: number, word?: string): void => {
    if (end <= start) return
    pieces.push({ at: out.length, start, end, isNeutral: word !== undefined })
    out += word ?? text.slice(start, end)
  }
  for (const { start, end, as } of joined(stretches)) {
    write(done, start)
    write(start, end, NEUTRAL[as])
    done = end
  }
  write(done, text.length)

  const pieceAt = (at: number): Piece | undefined => pieces.findLast(piece => piece.at <= at)
  return {
    text: out,
    originalSpan: (start, end) => {
      const first = pieceAt(start)
      const last = pieceAt(end - 1)
      return {
        start: first === undefined ? 0 : first.isNeutral ? first.start : first.start + start - first.at,
        end: last === undefined ? 0 : last.isNeutral ? last.end : last.start + end - last.at,
      }
    },
  }
}

function joined(stretches: readonly Allowed[]): readonly Allowed[] {
  const result: Allowed[] = []
  for (const { start, end, as } of [...stretches].sort((a, b) => a.start - b.start)) {
    const last = result.at(-1)
    if (last === undefined || start >= last.end) result.push({ start, end, as })
    else result[result.length - 1] = { ...last, end: Math.max(last.end, end) }
  }
  return result
}

/** A judgement of the neutral text, with its evidence where it stands in the original. */
export function inOriginal(judgement: Judgement, neutral: Neutral, original: string): Judgement {
  const { flags, explanation } = judgement
  const moved = <Spanned extends Span>(spanned: Spanned): Spanned =>
    spanned.end <= spanned.start
      ? spanned
      : { ...spanned, ...neutral.originalSpan(spanned.start, spanned.end) }
  const cut = <Spanned extends Span & { readonly text: string }>(spanned: Spanned): Spanned => {
    const there = moved(spanned)
    return { ...there, text: original.slice(there.start, there.end) }
  }
  return {
    ...judgement,
    flags: flags.map(flag => ({ ...flag, evidence: flag.evidence.map(cut) })),
    ...(explanation && { explanation: explained(explanation) }),
  }

  function explained(given: Explanation): Explanation {
    return {
      ...given,
      transforms: given.transforms.map(transform => {
        const { start, end } = moved(transform)
        return { ...transform, start, end, from: original.slice(start, end) }
      }),
      clauses: given.clauses.map(moved),
      tokens: given.tokens.map(moved),
      signals: given.signals.map(cut),
      suppressed: given.suppressed.map(cut),
      nearMisses: given.nearMisses.map(cut),
    }
  }
}
