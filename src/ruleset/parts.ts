/**
 * Long expressions are written from named parts, a name and a remark each: `%amount%` in a pattern stands for the part
 * `amount`. The part is put in as it is written, so a pattern reads the same whether it was taken apart or not.
 */
export type Parts = Readonly<Record<string, string>>

const REFERENCE = /%([a-z][a-z0-9_]*)%/gu

/** The expression with its parts in place; parts may hold parts. Throws an Error of one line for what cannot be put in. */
export function composePattern(pattern: string, parts: Parts, within: readonly string[] = []): string {
  return pattern.replace(REFERENCE, (reference, name: string, at: number) => {
    const part = Object.hasOwn(parts, name) ? parts[name] : undefined
    if (part === undefined) throw new Error(`no part is called ${name}`)
    if (within.includes(name)) throw new Error(`the part ${name} holds itself`)
    const composed = composePattern(part, parts, [...within, name])
    const before = pattern.slice(0, at)
    const behind = pattern.slice(at + reference.length)
    if (/^[?*+{]/u.test(behind) || (hasAlternatives(composed) && !isWhole(before, behind)))
      throw new Error(`write (?:${reference}): the part would fall apart where it stands`)
    return composed
  })
}

/** Names of the parts that an expression asks for. */
export const partsIn = (pattern: string): string[] =>
  [...pattern.matchAll(REFERENCE)].map(match => match[1] ?? '')

/** Whether what stands there is an alternative of its own, or all of a group. */
const isWhole = (before: string, behind: string): boolean =>
  /(?:^|\||\((?:\?(?:[:=!]|<[=!]))?)$/u.test(before) && /^(?:$|[|)])/u.test(behind)

/** Whether a bar stands outside all groups and classes. */
function hasAlternatives(source: string): boolean {
  const bare = source.replace(/\\./gu, '').replace(/\[[^\]]*\]/gu, '')
  let depth = 0
  for (const char of bare) {
    if (char === '(') depth++
    else if (char === ')') depth--
    else if (char === '|' && depth === 0) return true
  }
  return false
}
