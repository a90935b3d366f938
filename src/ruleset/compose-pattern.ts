/** Named parts of patterns. A part may hold others. */
export type Parts = Readonly<Record<string, string>>

/** Parts that hold parts that hold parts grow without end; the longest of `dict/` has some thousand characters. */
const LONGEST = 50_000

const PLACEHOLDER = /%([a-z][a-z0-9_]*)%/gu

/** Names of the parts that a pattern asks for. */
export const partsIn = (source: string): string[] =>
  [...source.matchAll(PLACEHOLDER)].map(match => match[1] ?? '')

/**
 * Writes the parts in place of their names: `%number%円` with `number: \d{1,12}` is `(?:\d{1,12})円`. Not to be used
 * inside a character class. Throws, with a reason for people, when a part is unknown or holds itself.
 */
export function composePattern(parts: Parts, source: string, within: readonly string[] = []): string {
  return source.replace(PLACEHOLDER, (_, name: string) => {
    const part = Object.hasOwn(parts, name) ? parts[name] : undefined
    if (part === undefined) throw new Error(`no part is called ${name}`)
    if (within.includes(name)) throw new Error(`the part ${name} holds itself`)
    const composed = `(?:${composePattern(parts, part, [...within, name])})`
    if (composed.length > LONGEST) throw new Error(`the part ${name} is longer than ${LONGEST} characters`)
    return composed
  })
}
