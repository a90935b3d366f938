import type { Manner } from '../receiver.js'
import { type Fault, healing, onBoth } from './fault.js'

export const hangingWebhooks = misbehaving('hangs', 'the endpoint of one tenant never answers for 12 s', 12)
export const failingWebhooks = misbehaving('fails', 'the endpoint of one tenant answers 500 for 6 s', 6)
export const cutWebhooks = misbehaving('cuts', 'the endpoint of one tenant breaks off for 6 s', 6)

/** The other tenant's events have to go on coming. */
function misbehaving(manner: Manner, title: string, seconds: number): Fault {
  return {
    title,
    stores: onBoth,
    answers: 'all',
    webhooksWithin: 8,
    inject: ({ receiver, unluckyTenant, pause }) => {
      receiver.behave(unluckyTenant, manner)
      return healing(
        () => pause(seconds),
        () => receiver.behave(unluckyTenant, 'well'),
      )
    },
  }
}
