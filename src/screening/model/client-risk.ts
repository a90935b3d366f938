import type { ClientProfile } from '../../contract/message.js'

/**
 * Log-odds that each known trait of a client adds. There are no labelled client records to fit these on: they are
 * judgement, after the cautions of the article that the policy names, and are kept apart from the fitted text scores.
 */
const BASE = -3
const TRAITS: readonly (readonly [
  trait: string,
  logOdds: number,
  holds: (client: ClientProfile) => boolean,
])[] = [
  ['identity_not_verified', 1.5, client => client.identityVerified === false],
  ['no_orders', 1.3, client => client.completedOrders === 0],
  [
    'few_orders',
    0.6,
    client =>
      client.completedOrders !== undefined && client.completedOrders > 0 && client.completedOrders < 3,
  ],
  ['low_rating', 2, client => client.rating !== undefined && client.rating > 0 && client.rating < 3.5],
  ['empty_profile', 0.8, client => client.profileComplete === false],
  ['new_account', 0.9, client => client.accountAgeDays !== undefined && client.accountAgeDays < 30],
  [
    'violation_confirmed',
    1.5,
    client => client.confirmedViolations !== undefined && client.confirmedViolations > 0,
  ],
  [
    'violations_confirmed',
    1.5,
    client => client.confirmedViolations !== undefined && client.confirmedViolations > 2,
  ],
  ['identity_verified', -1, client => client.identityVerified === true],
  ['many_orders', -1.5, client => client.completedOrders !== undefined && client.completedOrders >= 20],
]

export interface ClientRisk {
  /** 0 to 1; 0 when nothing is known. */
  readonly probability: number
  readonly traits: readonly string[]
}

export function clientRisk(client: ClientProfile | undefined): ClientRisk {
  const traits = client ? TRAITS.filter(([, , holds]) => holds(client)) : []
  if (traits.length === 0) return { probability: 0, traits: [] }
  const logOdds = traits.reduce((sum, [, weight]) => sum + weight, BASE)
  return {
    probability: 1 / (1 + Math.exp(-logOdds)),
    traits: traits.filter(([, weight]) => weight > 0).map(([trait]) => trait),
  }
}
