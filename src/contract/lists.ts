import { z } from 'zod'
import { IDENTIFIER_TYPES } from './identifier.js'

/** What a tenant lets pass, and what it never does. */
export const listName = z.enum(['deny', 'allow'])
export type ListName = z.infer<typeof listName>

/** What an entry of a list names. */
export const listType = z.enum(['client', 'phrase', 'campaign', ...IDENTIFIER_TYPES])
export type ListType = z.infer<typeof listType>

/** Entries of a tenant, of both lists together. */
export const MOST_ENTRIES = 100_000

/** Something that an admin has listed, and why. */
export interface ListEntry {
  /** `lst_` and a ULID. */
  readonly id: string
  readonly list: ListName
  readonly type: ListType
  /** As the admin wrote it. */
  readonly value: string
  /** What messages are compared with: the value, folded as its type asks. */
  readonly key: string
  readonly reason: string
  /** What a message with it counts as; null: what the dictionary says of the type. */
  readonly category: string | null
  readonly by: string
  /** ISO 8601, UTC: when it was put there, or last changed. */
  readonly at: string
  /** From then on it counts no more; null: it does not expire. */
  readonly expiresAt: string | null
}
