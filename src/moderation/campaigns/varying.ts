interface Span {
  readonly start: number
  readonly end: number
}

/** Units of the stretches that are looked for in the other texts. */
const GRAM = 4
/** Others that must have a stretch, for it to be the same in all copies. */
const SAME = 0.6
/** A gap of so few units between two parts that vary varies too: it is there by chance. */
const SHORTEST_SAME = 3

/** What varies between copies of a text: the stretches of it that most others do not have, in UTF-16 units. */
export function varyingParts(text: string, others: readonly string[]): readonly Span[] {
  if (others.length === 0) return []
  const grams = others.map(gramsOf)
  const units = Array.from({ length: text.length }, (_, at) => at)
  const counts = new Uint16Array(text.length)
  for (const known of grams) {
    const covered = new Uint8Array(text.length)
    for (let at = 0; at + GRAM <= text.length; at++)
      if (known.has(text.slice(at, at + GRAM))) covered.fill(1, at, at + GRAM)
    for (const at of units) counts[at] = (counts[at] ?? 0) + (covered[at] ?? 0)
  }
  const varies = units.filter(at => (counts[at] ?? 0) < SAME * others.length)
  return joined(varies)
}

function gramsOf(text: string): ReadonlySet<string> {
  const grams = new Set<string>()
  for (let at = 0; at + GRAM <= text.length; at++) grams.add(text.slice(at, at + GRAM))
  return grams
}

function joined(units: readonly number[]): readonly Span[] {
  const spans: { start: number; end: number }[] = []
  for (const at of units) {
    const last = spans.at(-1)
    if (last && at - last.end < SHORTEST_SAME) last.end = at + 1
    else spans.push({ start: at, end: at + 1 })
  }
  return spans
}
