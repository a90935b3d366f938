import type { Means } from '../inbox.js'
import { lotOf } from '../keyed-hash.js'
import type { NewScreening } from '../screening.js'

/**
 * Whether a message that passed is put before moderators: a property of its id, which nobody without the store's secret can
 * tell. Without its text there is nothing to look at. What passes because moderators have found its campaign harmless has
 * been looked at already, and would tell so.
 */
export function isDrawn(
  { hash, textKept, auditRate }: Pick<Means, 'hash' | 'textKept' | 'auditRate'>,
  tenant: string,
  { id, message, judgement, passedIn }: NewScreening,
): boolean {
  if (auditRate === 0 || textKept !== 'full') return false
  if (judgement.flagged || judgement.test || passedIn !== undefined) return false
  return lotOf(hash('audit', tenant, message.messageId ?? id)) < auditRate
}
