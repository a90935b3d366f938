type Path = readonly (string | number)[]

/** What is wrong with a key: it stands twice in one object, or it would reach an object's prototype. */
export interface ForbiddenKey {
  readonly kind: 'repeated' | 'prototype'
  readonly path: Path
}

/** An object or array that is open at a place of the text. */
interface Open {
  /** Keys so far; undefined in an array. */
  readonly keys: Set<string> | undefined
  /** The key or index that is being read. */
  at: string | number
}

/**
 * Finds the first key that makes a JSON text mean different things to different readers. `JSON.parse` keeps the last of
 * two equal keys; a gateway that keeps the first has seen another message. `text` has to be valid JSON already. One pass
 * without recursion, so depth and length cost nothing but time in proportion: about a microsecond for a message.
 */
export function forbiddenKey(text: string): ForbiddenKey | undefined {
  const open: Open[] = []
  for (let at = 0; at < text.length; at++) {
    const inner = open.at(-1)
    switch (text.charCodeAt(at)) {
      case OBJECT:
        open.push({ keys: new Set(), at: '' })
        break
      case ARRAY:
        open.push({ keys: undefined, at: 0 })
        break
      case OBJECT_END:
      case ARRAY_END:
        open.pop()
        break
      case COMMA:
        if (typeof inner?.at === 'number') inner.at++
        break
      case QUOTE: {
        const end = endOfString(text, at)
        if (inner?.keys && isKey(text, end)) {
          inner.at = stringOf(text, at, end)
          const kind = inner.keys.has(inner.at)
            ? 'repeated'
            : reachesPrototype(open)
              ? 'prototype'
              : undefined
          if (kind) return { kind, path: open.map(one => one.at) }
          inner.keys.add(inner.at)
        }
        at = end
      }
    }
  }
  return undefined
}

/** The two spellings by which a careless merge of the parsed value would change every object. */
function reachesPrototype(open: readonly Open[]): boolean {
  const key = open.at(-1)?.at
  return key === '__proto__' || (key === 'prototype' && open.at(-2)?.at === 'constructor')
}

/** The closing quote: the first one behind an even number of backslashes. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); ; end = text.indexOf('"', end + 1)) {
    let first = end
    while (text.charCodeAt(first - 1) === BACKSLASH) first--
    if ((end - first) % 2 === 0) return end
  }
}

function isKey(text: string, end: number): boolean {
  let after = end + 1
  while (text.charCodeAt(after) <= SPACE) after++
  return text.charCodeAt(after) === COLON
}

/** The same key may be written in two ways: `"text"` and `"te\u0078t"`. */
function stringOf(text: string, start: number, end: number): string {
  const written = text.slice(start + 1, end)
  return written.includes('\\') ? String(JSON.parse(`"${written}"`)) : written
}

const [QUOTE, COMMA, COLON, ARRAY, BACKSLASH, ARRAY_END, OBJECT, OBJECT_END, SPACE] = [
  0x22, 0x2c, 0x3a, 0x5b, 0x5c, 0x5d, 0x7b, 0x7d, 0x20,
]
