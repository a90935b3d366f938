import type { Identifier } from './identifier.js'

/** What moderators decided of earlier messages that hold the same identifier. From our own store, never from the platform. */
export interface KnownIdentifier {
  readonly confirmed: number
  readonly dismissed: number
  /** What was confirmed. */
  readonly categories: readonly string[]
}

/** Looks one up; undefined: nobody has confirmed a message with it. */
export type KnownOf = (identifier: Pick<Identifier, 'type' | 'value'>) => KnownIdentifier | undefined
