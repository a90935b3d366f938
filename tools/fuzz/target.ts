/** Something that is held against inputs of every kind. Where it reads bytes, a unit of the input is a byte (latin1). */
export interface Target {
  readonly name: string
  /** Where a search begins. */
  readonly seeds: readonly string[]
  /** What inputs are made of. */
  readonly pieces: readonly string[]
  /** Units of an input. */
  readonly longest: number
  /** Throws when what should hold of this input does not. */
  readonly run: (input: string) => void | Promise<void>
  /** Inputs known to be slow, by name: what the slowest found is compared with. */
  readonly knownSlow?: Readonly<Record<string, string>>
}

/** A target with what it needs loaded. */
export type LoadTarget = () => Promise<Target>

/** What should hold does not. */
class Broken extends Error {
  override readonly name = 'Broken'
}

export function hold(condition: boolean, what: string): asserts condition {
  if (!condition) throw new Broken(what)
}

/** Text as the bytes of its UTF-8, a unit a byte. */
export const asBytes = (text: string): string => Buffer.from(text).toString('latin1')
export const ofBytes = (input: string): Buffer => Buffer.from(input, 'latin1')
