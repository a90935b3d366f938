import { randomBytes } from 'node:crypto'

/** A secret as Standard Webhooks has it. */
export function freshWebhookSecret(): string {
  return `whsec_${randomBytes(32).toString('base64')}`
}
