import { z } from 'zod'
import { composePattern, type Parts } from '../compose-pattern.js'
import { faultOf, pattern } from '../expressions.js'

/** A pattern of a language file: what it is for, and texts that prove it. */
export const namedPattern = z
  .strictObject({
    /** What the pattern means, for people. */
    about: z.string().min(1),
    pattern: z.string().min(1).optional(),
    /** Alternatives, tried in their order. */
    any: z.array(z.string().min(1)).min(1).optional(),
    examples: z.strictObject({
      match: z.array(z.string()).min(1),
      miss: z.array(z.string()).min(1),
    }),
  })
  .refine(
    source => (source.pattern === undefined) !== (source.any === undefined),
    'needs exactly one of "pattern" and "any"',
  )
export type NamedPattern = z.infer<typeof namedPattern>

export const partsSchema = z.record(
  z.string().regex(/^[a-z][a-z0-9_]*$/, 'lower case, digits and _'),
  z.string().min(1),
)

/** Where a fault is reported: a zod context. */
export interface Faults {
  addIssue(issue: { code: 'custom'; message: string; path: PropertyKey[] }): void
}

/** Compiled patterns by name: data, so that a ruleset can be handed from one thread to another. */
export type Patterns<Name extends string> = ReadonlyMap<Name, RegExp>

/**
 * Composes, bounds, compiles and proves the patterns of a file. A fault is reported at its place in the file, below
 * `path`; what is returned then is never used.
 */
export function compilePatterns<Name extends string>(
  sources: Readonly<Record<Name, NamedPattern>>,
  parts: Parts,
  path: readonly PropertyKey[],
  faults: Faults,
): Patterns<Name> {
  const compiled = new Map<Name, RegExp>()
  for (const name in sources) {
    const one = compilePattern(sources[name], parts, [...path, name], faults)
    if (one) compiled.set(name, one)
  }
  return compiled
}

/** The same for a file that has several patterns of each kind: they become one, in their order. */
export function compileKinds<Kind extends string>(
  sources: Readonly<Record<Kind, Readonly<Record<string, NamedPattern>>>>,
  parts: Parts,
  faults: Faults,
  path: readonly PropertyKey[] = [],
): Patterns<Kind> {
  const compiled = new Map<Kind, RegExp>()
  for (const kind in sources) {
    const patterns = Object.entries(sources[kind]).flatMap(([name, source]) => {
      const one = compilePattern(source, parts, [...path, kind, name], faults)
      return one ? [one.source] : []
    })
    const joined = patterns.join('|')
    // Each is sound by itself, and still two may not stand beside one another: with a group of the same name, say.
    const fault = faultOf(joined)
    if (fault === undefined) compiled.set(kind, new RegExp(joined, 'u'))
    else faults.addIssue({ code: 'custom', message: fault, path: [...path, kind] })
  }
  return compiled
}

/** The pattern of a name. */
export function patternIn<Name extends string>(patterns: Patterns<Name>): (name: Name) => RegExp {
  return name => {
    const found = patterns.get(name)
    if (!found) throw new Error(`no pattern is called ${name}`)
    return found
  }
}

function compilePattern(
  { pattern: whole, any = [], examples }: NamedPattern,
  parts: Parts,
  path: readonly PropertyKey[],
  faults: Faults,
): RegExp | undefined {
  const fault = (message: string, ...below: PropertyKey[]): undefined => {
    faults.addIssue({ code: 'custom', message, path: [...path, ...below] })
  }
  const source = whole === undefined ? `(?:${any.join('|')})` : whole
  let composed: string
  try {
    composed = composePattern(parts, source)
  } catch (error) {
    return fault(error instanceof Error ? error.message : String(error))
  }
  const checked = pattern.safeParse(composed)
  if (!checked.success) return fault(checked.error.issues[0]?.message ?? 'no pattern')
  const compiled = new RegExp(composed, 'u')
  if (compiled.test('')) return fault('matches where nothing stands')
  for (const [i, text] of examples.match.entries())
    if (!compiled.test(text)) fault(`does not match: ${text}`, 'examples', 'match', i)
  for (const [i, text] of examples.miss.entries())
    if (compiled.test(text)) fault(`matches, and must not: ${text}`, 'examples', 'miss', i)
  return compiled
}

/** The same pattern for `matchAll`. */
export const everywhere = (one: RegExp): RegExp => new RegExp(one.source, 'gu')
