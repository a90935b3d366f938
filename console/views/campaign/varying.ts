interface Span {
  readonly start: number
  readonly end: number
}

interface Part {
  readonly text: string
  readonly varies: boolean
}

/** A text in its order, cut where what varies begins and ends. Spans are sorted and apart, in UTF-16 units. */
export function partsOf(text: string, spans: readonly Span[]): readonly Part[] {
  const parts: Part[] = []
  let at = 0
  for (const { start, end } of spans) {
    parts.push({ text: text.slice(at, start), varies: false }, { text: text.slice(start, end), varies: true })
    at = end
  }
  parts.push({ text: text.slice(at), varies: false })
  return parts.filter(part => part.text !== '')
}
