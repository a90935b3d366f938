import type { Stage } from '../../contract/words.js'
import type { Matches } from '../rules/match.js'
import type { Vote } from './voice.js'

/** Features by name with their values. A rule's is 1 when it matched. */
export type Features = ReadonlyMap<string, number>

/** Votes beyond this are not better evidence. */
const LOUDEST_VOTE = 3

/**
 * Concepts whose presence anywhere in the message makes a matched rule more or less believable: a notice that warns of
 * the very thing, a named job, the platform's own functions. How much, and which way, is fitted for each category.
 */
export const CIRCUMSTANCES = [
  'NOTICE',
  'PLATFORM_CHANNEL',
  'PLATFORM_PAY',
  'SPECIFIC_WORK',
  'WORK_ON_IT',
  'CLIENT_PAYS',
  'JOB_DATA',
  'CONTRACT_NEED',
  'WORKER_SPEAKS',
] as const

/** Names of all the features of a category, in the order of training. */
export const featureNames = (rules: readonly string[]): string[] => [
  ...rules,
  'any_rule',
  'several_rules',
  'turned_off',
  'ruled_out',
  'disguised',
  'contracted',
  'contracted_need',
  ...CIRCUMSTANCES.map(concept => `with_${concept}`),
  'voice',
]

/** The features that the fitted weights of one category are for: its own rules, the circumstances, and the voice. */
export function featuresOf(
  category: string,
  { signals, suppressed }: Matches,
  present: ReadonlySet<string>,
  vote: Vote | undefined,
  stage: Stage,
): Features {
  const features = new Map<string, number>()
  const own = new Set(
    signals
      .filter(({ rule }) => rule.category === category && rule.status === 'live')
      .map(({ rule }) => rule.id),
  )
  for (const id of own) features.set(id, 1)
  if (own.size > 0) {
    features.set('any_rule', 1)
    for (const concept of CIRCUMSTANCES) if (present.has(concept)) features.set(`with_${concept}`, 1)
    if (stage !== 'pre_contract' && present.has('CONTRACT_NEED')) features.set('contracted_need', 1)
  }
  if (own.size > 1) features.set('several_rules', 1)
  // What the rules know to be denied, forbidden, quoted or something else tells against the voice, too.
  if (own.size === 0) {
    const dead = suppressed.filter(({ rule }) => rule.category === category && rule.status === 'live')
    if (dead.some(({ by }) => isModality(by))) features.set('turned_off', 1)
    if (dead.some(({ by }) => !isModality(by))) features.set('ruled_out', 1)
  }
  // Whoever disguises the word that a rule rests on knows that it is not allowed.
  const inDisguise = signals.some(
    ({ rule, hits }) =>
      rule.category === category && rule.status === 'live' && hits.some(hit => hit.fold !== undefined),
  )
  if (inDisguise) features.set('disguised', 1)
  if (stage !== 'pre_contract') features.set('contracted', 1)
  features.set('voice', Math.max(-LOUDEST_VOTE, Math.min(LOUDEST_VOTE, vote?.logOdds ?? 0)))
  return features
}

/** A reason of `Modality.offAt`; the others are concepts that a rule excludes. */
const isModality = (by: string): boolean => !/^[A-Z_]+$/u.test(by)
