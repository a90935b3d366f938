import type { ClientProfile } from '../../contract/message.js'
import type { ClientRiskSource, ClientTrait } from '../../ruleset/client-risk.js'

export interface ClientRisk {
  /** 0 to 1; 0 when nothing is known. */
  readonly probability: number
  readonly traits: readonly string[]
}

export type JudgeClient = (client: ClientProfile | undefined) => ClientRisk

/** The risk that the known traits of a client make, by the weights of `dict/client-risk.yaml`. */
export function buildClientRisk({ base, traits }: ClientRiskSource): JudgeClient {
  const all = Object.entries(traits)
  return client => {
    const held = client ? all.filter(([, trait]) => holds(trait, client)) : []
    if (held.length === 0) return { probability: 0, traits: [] }
    const logOdds = held.reduce((sum, [, trait]) => sum + trait.logOdds, base)
    return {
      probability: 1 / (1 + Math.exp(-logOdds)),
      traits: held.filter(([, trait]) => trait.logOdds > 0).map(([name]) => name),
    }
  }
}

function holds({ field, is, above, below, atLeast }: ClientTrait, client: ClientProfile): boolean {
  const value = client[field]
  if (value === undefined) return false
  if (is !== undefined && value !== is) return false
  const amount = Number(value)
  return (
    (above === undefined || amount > above) &&
    (below === undefined || amount < below) &&
    (atLeast === undefined || amount >= atLeast)
  )
}
