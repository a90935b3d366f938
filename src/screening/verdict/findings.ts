import { DEFAULT_STAGE } from '../../contract/defaults.js'
import type { ScreeningInput } from '../../contract/message.js'
import type { Verdict } from '../../contract/words.js'
import type { Ruleset } from '../../ruleset/ruleset.js'
import type { CategorySource } from '../../ruleset/schema.js'
import type { ClientRisk } from '../model/client-risk.js'
import { featuresOf, lengthOf, presentIn } from '../model/features.js'
import { type FittedCategory, type Score, scoreOf } from '../model/score.js'
import type { Vote } from '../model/voice.js'
import type { ReaderOpinion } from '../reader/reader.js'
import type { Signal } from '../rules/match.js'
import type { MessageReading } from '../rules/read-message.js'
import type { Finding } from './decide.js'
import { evidenceOf, readerEvidence, voiceEvidence } from './evidence.js'

export interface Findings {
  readonly list: readonly Finding[]
  readonly scores: Readonly<Record<string, number>>
  readonly details: ReadonlyMap<string, Score>
}

interface Sources {
  readonly ruleset: Ruleset
  readonly message: MessageReading
  readonly votes: ReadonlyMap<string, Vote>
  /** What the reader makes of the message; undefined when it was not asked. */
  readonly opinion?: ReaderOpinion | undefined
  readonly input: ScreeningInput
  readonly risk: ClientRisk
}

/** What is to be said of each category: confidence, evidence, and the harshest verdict that the evidence carries. */
export function findingsOf(sources: Sources): Findings {
  const details = new Map<string, Score>()
  const { conversation, reading, matches } = sources.message
  const { circumstances } = sources.ruleset
  const { stage = DEFAULT_STAGE } = sources.input
  const present = presentIn(reading, circumstances, conversation.ownStart)
  const long = lengthOf(conversation.own.text)
  const { model } = sources.ruleset
  const fitted = sources.opinion ? model?.reader?.logistic : model?.logistic
  const list = sources.ruleset.categories.map((category): Finding => {
    if (category.source === 'client') return riskFinding(category, sources.risk)
    const weights = fitted?.[category.id]
    const score = scoreOf(
      weights,
      featuresOf(category.id, {
        matches,
        present,
        circumstances,
        long,
        vote: sources.votes.get(category.id),
        opinion: sources.opinion?.logOdds.get(category.id),
        stage,
      }),
    )
    details.set(category.id, score)
    return textFinding(category, score.confidence, weights?.weights, sources)
  })
  return {
    list,
    scores: Object.fromEntries(list.map(({ category, confidence }) => [category.id, confidence])),
    details,
  }
}

const riskFinding = (category: CategorySource, risk: ClientRisk): Finding => ({
  category,
  confidence: round(risk.probability),
  evidence: [],
  cap: 'warn',
  by: 'client',
})

function textFinding(
  category: CategorySource,
  confidence: number,
  weights: FittedCategory['weights'] | undefined,
  sources: Sources,
): Finding {
  const { message, votes, opinion, input } = sources
  const { conversation, matches } = message
  const signals = matches.signals.filter(
    ({ rule }) => rule.category === category.id && rule.status === 'live',
  )
  const byReader = signals.length > 0 ? undefined : readerEvidence(category, opinion, conversation)
  const permitted = category.unless !== undefined && input[category.unless] === true
  return {
    category,
    // What the platform itself has approved is no violation, however clearly it is asked.
    confidence: permitted ? 0 : round(confidence),
    ...(signals.length > 0
      ? evidenceOf(signals, conversation, weights)
      : {
          evidence: byReader ?? voiceEvidence(category, votes.get(category.id), conversation),
        }),
    cap: capOf(category, signals, confidence, sources),
    by: signals.length > 0 ? 'rule' : byReader ? 'reader' : 'voice',
    ...(signals.length === 0 && { blocksFrom: sources.ruleset.model?.reader?.blocksAlone[category.id] }),
  }
}

function capOf(
  category: CategorySource,
  signals: readonly Signal[],
  confidence: number,
  { opinion, ruleset }: Sources,
): Verdict {
  if (category.severity === 'caution') return 'warn'
  if (signals.length === 0) {
    const sure = opinion && ruleset.model?.reader?.blocksAlone[category.id]
    return sure !== undefined && confidence >= sure ? 'block' : 'review'
  }
  if (signals.some(({ rule }) => rule.cap === undefined)) return 'block'
  return signals.some(({ rule }) => rule.cap === 'review') ? 'review' : 'warn'
}

const round = (confidence: number): number => Math.round(confidence * 10_000) / 10_000
