import type { Flag, Judgement } from '../../contract/judgement.js'

/** Flags as they are shown, and the rules that count although their stretch is shown under another flag. */
type Shown = Pick<Judgement, 'flags' | 'besides'>

/**
 * A stretch that several categories point at is shown once, with the reason of the surest. A flag whose only stretches are
 * taken keeps the first of them: without any it would seem to rest on nothing. `flags`: the surest first.
 */
export function oneReasonAStretch(flags: readonly Flag[]): Shown {
  const taken: { readonly start: number; readonly end: number }[] = []
  const besides: { readonly category: string; readonly rule: string }[] = []
  const shown = flags.map(flag => {
    const free = flag.evidence.filter(
      ({ start, end }) => !taken.some(other => other.start < end && start < other.end),
    )
    const evidence = free.length > 0 ? free : flag.evidence.slice(0, 1)
    taken.push(...evidence)
    const hidden = flag.evidence.filter(one => !evidence.includes(one))
    if (hidden.length === 0) return flag
    besides.push(...hidden.map(({ rule }) => ({ category: flag.category, rule })))
    return { ...flag, evidence, moreEvidence: (flag.moreEvidence ?? 0) + hidden.length }
  })
  return besides.length === 0 ? { flags: shown } : { flags: shown, besides }
}
