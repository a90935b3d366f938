import type { Target } from './target.js'

/** Makes an input out of one or two others; both stay as they are. */
export type Mutate = (one: string, other: string) => string

/** Changes upon one another in one input. */
const MOST_CHANGES = 4
/** One input in so many is filled up to the longest with a stretch of its own: what is slow is slow when it is long. */
const FILLED = 40

/** A whole number from 0, below. */
type Below = (bound: number) => number
type Change = (text: string, other: string) => string

/** The same inputs for the same `random` (0 to 1). */
export function buildMutate(
  { pieces, longest }: Pick<Target, 'pieces' | 'longest'>,
  random: () => number,
): Mutate {
  const below: Below = bound => Math.floor(random() * bound)
  const changes = changesWith(pieces, below)
  return (one, other) => {
    let text = one
    for (let left = 1 + below(MOST_CHANGES); left > 0; left--) {
      const change = changes[below(changes.length)]
      if (change) text = change(text, other).slice(0, longest)
    }
    return below(FILLED) === 0 ? filled(text, longest) : text
  }

  function filled(text: string, length: number): string {
    const [from, to] = stretch(text, below)
    const piece = text.slice(from, Math.min(to, from + 1 + below(40)))
    return piece === '' ? text : piece.repeat(Math.ceil(length / piece.length)).slice(0, length)
  }
}

function changesWith(pieces: readonly string[], below: Below): readonly Change[] {
  const piece = (): string => pieces[below(pieces.length)] ?? ''
  const insert = (text: string, what: string): string => {
    const at = below(text.length + 1)
    return text.slice(0, at) + what + text.slice(at)
  }
  const replace = (text: string, what: string): string => {
    const [from, to] = stretch(text, below)
    return text.slice(0, from) + what + text.slice(to)
  }
  return [
    // Twice, because words are what judging is made of.
    text => insert(text, piece()),
    text => insert(text, piece()),
    text => insert(text, piece().repeat(1 + below(40))),
    text => replace(text, piece()),
    text => replace(text, ''),
    text => text.slice(0, below(text.length + 1)),
    text => replaceUnit(text, below, String.fromCharCode(below(0x100))),
    text => replaceUnit(text, below, String.fromCharCode(below(0x10000))),
    text => replaceUnit(text, below, piece()),
    text => replaceUnit(text, below, String(below(10))),
    text => insert(text, text.slice(...stretch(text, below))),
    text => insert(text, text.slice(...stretch(text, below)).repeat(1 + below(20))),
    (text, other) => insert(text, other.slice(...stretch(other, below))),
    (text, other) => text.slice(0, below(text.length + 1)) + other.slice(below(other.length + 1)),
    text => {
      const glue = piece()
      const [from, to] = stretch(text, below)
      return text.slice(0, from) + [...text.slice(from, to)].join(glue) + text.slice(to)
    },
  ]
}

/** A short stretch more often than a long one. */
function stretch(text: string, below: Below): [from: number, to: number] {
  const from = below(text.length + 1)
  const rest = text.length - from
  return [from, from + below((below(4) === 0 ? rest : Math.min(rest, 8)) + 1)]
}

function replaceUnit(text: string, below: Below, unit: string): string {
  const at = below(text.length)
  return text.slice(0, at) + unit + text.slice(at + 1)
}
