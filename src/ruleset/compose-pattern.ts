/** Named parts of patterns. A part may hold others. */
export type Parts = Readonly<Record<string, string>>

const PLACEHOLDER = /%([a-z][a-z0-9_]*)%/gu

/**
 * Writes the parts in place of their names: `%number%円` with `number: \d{1,12}` is `(?:\d{1,12})円`. Not to be used
 * inside a character class. Throws, with a reason for people, when a part is unknown or holds itself.
 */
export function composePattern(parts: Parts, source: string, within: readonly string[] = []): string {
  return source.replace(PLACEHOLDER, (_, name: string) => {
    const part = Object.hasOwn(parts, name) ? parts[name] : undefined
    if (part === undefined) throw new Error(`no part is called ${name}`)
    if (within.includes(name)) throw new Error(`the part ${name} holds itself`)
    return `(?:${composePattern(parts, part, [...within, name])})`
  })
}
