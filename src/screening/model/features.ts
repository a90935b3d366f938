import type { Stage } from '../../contract/words.js'
import type { Circumstances } from '../../ruleset/ruleset.js'
import type { Reading } from '../reading/read.js'
import type { Matches } from '../rules/match.js'
import type { Vote } from './voice.js'

/** Features by name with their values. A rule's is 1 when it matched. */
export type Features = ReadonlyMap<string, number>

/** Votes and opinions beyond these are not better evidence. */
const LOUDEST_VOTE = 3
const SUREST_OPINION = 6
/** A denial counts for less: what rules and voice have seen is there, whatever the rest of a message makes the reader think. */
const SUREST_DENIAL = 3

/** Names of all the features of a category, in the order of training. */
export const featureNames = (rules: readonly string[], circumstances: Circumstances): string[] => [
  ...rules,
  'any_rule',
  'several_rules',
  'turned_off',
  'ruled_out',
  'disguised',
  'contracted',
  'contracted_need',
  ...circumstances.all.map(concept => `with_${concept}`),
  ...circumstances.frames.map(concept => `frame_${concept}`),
  'voice',
  'reader',
  'long',
  'long_any_rule',
  'long_voice',
  'long_reader',
]

/** Units from which a message counts as long, and from which it gets no longer. */
const LONG = 80
const LONGEST = 800

/**
 * How long a message is, normalised and without its blanks, 0 to 1, by the logarithm. A long one holds a word of every rule and a loud window by chance, so what
 * each part says of it is worth something else than in a short one. Bounded: padding beyond it changes nothing.
 */
export const lengthOf = (text: string): number => {
  const units = text.replace(/\s+/gu, '').length
  return Math.log(Math.min(LONGEST, Math.max(LONG, units)) / LONG) / Math.log(LONGEST / LONG)
}

/** All that is known of a message when its features are counted. */
export interface Seen {
  readonly matches: Matches
  /** Ids of the concepts that stand in the message: see `presentIn`. */
  readonly present: ReadonlySet<string>
  readonly circumstances: Circumstances
  /** How long the message is: see `lengthOf`. */
  readonly long: number
  readonly vote: Vote | undefined
  /** The reader's log-odds of the category; undefined when it was not asked. */
  readonly opinion?: number | undefined
  readonly stage: Stage
}

/**
 * Ids of the concepts that stand in a message or in those before it. A frame has to stand in the message itself: a warning
 * that was sent before does not make a notice of what follows.
 */
export function presentIn(
  { byConcept }: Pick<Reading, 'byConcept'>,
  { frames }: Circumstances,
  ownStart: number,
): ReadonlySet<string> {
  const present = new Set(byConcept.keys())
  for (const id of frames) if (!byConcept.get(id)?.some(({ end }) => end > ownStart)) present.delete(id)
  return present
}

/** The features that the fitted weights of one category are for: its own rules, the circumstances, and the voice. */
export function featuresOf(
  category: string,
  { matches: { signals, suppressed }, present, circumstances, long, vote, opinion, stage }: Seen,
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
    for (const concept of circumstances.all) if (present.has(concept)) features.set(`with_${concept}`, 1)
    if (stage !== 'pre_contract' && circumstances.needs.some(concept => present.has(concept)))
      features.set('contracted_need', 1)
  }
  for (const frame of circumstances.frames) if (present.has(frame)) features.set(`frame_${frame}`, 1)
  if (own.size > 1) features.set('several_rules', 1)
  // What the rules know to be denied, forbidden, quoted or something else tells against the voice, too.
  if (own.size === 0) {
    const dead = suppressed.filter(({ rule }) => rule.category === category && rule.status === 'live')
    if (dead.some(({ by }) => by.kind === 'modality')) features.set('turned_off', 1)
    if (dead.some(({ by }) => by.kind === 'concept')) features.set('ruled_out', 1)
  }
  // Whoever disguises the word that a rule rests on knows that it is not allowed.
  const inDisguise = signals.some(
    ({ rule, hits }) =>
      rule.category === category && rule.status === 'live' && hits.some(hit => hit.fold !== undefined),
  )
  if (inDisguise) features.set('disguised', 1)
  if (stage !== 'pre_contract') features.set('contracted', 1)
  features.set('voice', within(LOUDEST_VOTE, vote?.logOdds ?? 0))
  if (opinion !== undefined)
    features.set('reader', Math.max(-SUREST_DENIAL, Math.min(SUREST_OPINION, opinion)))
  return dividedByLength(features, long)
}

/** What has two weights, one in short messages and one in long ones: the longer, the more the second counts. */
const LENGTH_DEPENDENT = ['any_rule', 'voice', 'reader']

function dividedByLength(features: Map<string, number>, long: number): Features {
  if (long === 0) return features
  features.set('long', long)
  for (const part of LENGTH_DEPENDENT) {
    const value = features.get(part)
    if (value === undefined) continue
    features.set(part, (1 - long) * value)
    features.set(`long_${part}`, long * value)
  }
  return features
}

const within = (bound: number, value: number): number => Math.max(-bound, Math.min(bound, value))
