import { describe, expect, test } from 'vitest'
import type { ClientProfile } from '../../../../src/contract/message.js'
import { buildClientRisk } from '../../../../src/screening/model/client-risk.js'
import { fixtureRuleset } from '../../../support/fixture-dictionary.js'

const riskOf = buildClientRisk(fixtureRuleset.clientRisk)

describe('the traits of a client', () => {
  test.each<[client: ClientProfile | undefined, traits: readonly string[]]>([
    [undefined, []],
    [{ id: 'c-1' }, []],
    [{ identityVerified: false }, ['identity_not_verified']],
    [{ identityVerified: true }, []],
    [{ completedOrders: 0 }, ['no_orders']],
    [{ completedOrders: 2 }, ['few_orders']],
    [{ completedOrders: 3 }, []],
    [{ rating: 3.4 }, ['low_rating']],
    [{ rating: 3.5 }, []],
    // Nobody has rated this client yet.
    [{ rating: 0 }, []],
    [{ profileComplete: false }, ['empty_profile']],
    [{ accountAgeDays: 29 }, ['new_account']],
    [{ accountAgeDays: 30 }, []],
    [{ confirmedViolations: 0 }, []],
    [{ confirmedViolations: 1 }, ['violation_confirmed']],
    [{ confirmedViolations: 3 }, ['violation_confirmed', 'violations_confirmed']],
    [{ rating: 2, completedOrders: 0 }, ['no_orders', 'low_rating']],
  ])('%o: %j', (client, traits) => {
    expect(riskOf(client).traits).toEqual(traits)
  })
})

describe('the risk', () => {
  test('of an unknown client is none', () => {
    expect([riskOf(undefined), riskOf({ id: 'c-1' })].map(({ probability }) => probability)).toEqual([0, 0])
  })

  test('rises with every bad trait and falls with every good one', () => {
    const risks = [
      { identityVerified: true, completedOrders: 20 },
      { identityVerified: true },
      { identityVerified: false, completedOrders: 20 },
      { identityVerified: false },
      { identityVerified: false, completedOrders: 0 },
      { identityVerified: false, completedOrders: 0, confirmedViolations: 3 },
    ].map(client => riskOf(client).probability)
    expect(risks).toEqual([...risks].sort((a, b) => a - b))
    expect(new Set(risks).size).toBe(risks.length)
    expect(risks.every(risk => risk > 0 && risk < 1)).toBe(true)
  })
})
