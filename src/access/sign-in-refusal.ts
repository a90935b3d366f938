/**
 * Why somebody was not let in.
 * - `lost`: the answer belongs to no sign-in that this browser began, or came too late
 * - `denied`: the provider, or the person, said no
 * - `not_permitted`: who it is has no role or no tenant here
 * - `unavailable`: the provider cannot be asked
 */
export type RefusalReason = 'lost' | 'denied' | 'not_permitted' | 'unavailable'

export class SignInRefusal extends Error {
  override readonly name = 'SignInRefusal'
  /** `code` is the library's word for it: it holds nothing of the person. */
  constructor(
    readonly reason: RefusalReason,
    readonly code?: string,
  ) {
    super(reason)
  }
}

/** Seconds that somebody may take at the provider. */
export const SIGN_IN_SECONDS = 600
