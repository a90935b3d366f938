import type { Outcome, Progress } from './search.js'

/** What a worker is told to do. */
export interface Search {
  readonly name: string
  readonly seconds: number
  readonly seed: number
  readonly input: string | undefined
  readonly memory: SharedArrayBuffer
}

/** A failure as it can be handed over. */
export interface Finding {
  readonly input: string
  /** With where it was thrown. */
  readonly error: string
}

export interface Timed {
  readonly input: string
  /** Milliseconds. */
  readonly took: number
}

export interface Done extends Omit<Outcome, 'failure' | 'slow'> {
  readonly slowest: Timed | undefined
  readonly knownSlow: Timed | undefined
  readonly failure: Finding | undefined
}

/** What it says. */
export type Message = { readonly progress: Progress } | { readonly done: Done }
