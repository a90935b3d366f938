import type { Flag, Judgement } from '../contract/judgement.js'
import type { ScreeningInput } from '../contract/message.js'
import type { ReaderStatus, Screener } from '../contract/screener.js'
import type { Ruleset } from '../ruleset/ruleset.js'
import { buildFingerprint } from './fingerprint/fingerprint.js'
import { buildClientRisk, type ClientRisk } from './model/client-risk.js'
import { buildVoice, type Vote } from './model/voice.js'
import type { AskReader } from './reader/ask.js'
import type { ReaderOpinion } from './reader/reader.js'
import { buildFindIdentifiers } from './reading/identifiers/identifiers.js'
import { buildPosting } from './reading/posting.js'
import type { Matches } from './rules/match.js'
import type { MessageReading, ReadMessage } from './rules/read-message.js'
import type { Span } from './text/mapped-text.js'
import { decide } from './verdict/decide.js'
import { explain } from './verdict/explain.js'
import { type Findings, findingsOf } from './verdict/findings.js'
import { buildHints } from './verdict/hints.js'
import { buildKnownAnswers } from './verdict/known-answers.js'
import { buildRecall } from './verdict/known-identifiers.js'
import { oneReasonAStretch } from './verdict/one-reason-a-stretch.js'
import { thresholdsShown } from './verdict/thresholds-shown.js'
import { buildWorthReading } from './verdict/worth-reading.js'

/** Judges by rules and voice alone, at once. Pure: the same input gives the same judgement. */
export function buildScreener(ruleset: Ruleset, readMessage: ReadMessage): Screener<Judgement> {
  const { knownAnswer, look, weigh, conclude, ...reference } = buildSteps(ruleset, readMessage)
  return {
    ...reference,
    reader: { mode: 'off' },
    screen: input => {
      const known = knownAnswer(input)
      if (known) return known
      const seen = look(input)
      return conclude(seen, weigh(seen, undefined))
    },
  }
}

/** The whole method: rules and voice first, then the reader where it is asked. */
export function buildReadingScreener(
  ruleset: Ruleset,
  readMessage: ReadMessage,
  askReader: AskReader,
  reader: ReaderStatus,
): Screener<Promise<Judgement>> {
  const { knownAnswer, look, weigh, conclude, ...reference } = buildSteps(ruleset, readMessage)
  const isWorthReading = buildWorthReading(ruleset.model, ruleset.policy)
  return {
    ...reference,
    reader,
    screen: async input => {
      const known = knownAnswer(input)
      if (known) return known
      const seen = look(input)
      const alone = weigh(seen, undefined)
      const isWanted = reader.mode === 'all' || isWorthReading(alone.list, input.text, input.stage)
      const opinion = isWanted ? await askReader(seen.message, input, focusOf(alone)) : undefined
      return conclude(seen, opinion ? weigh(seen, opinion) : alone)
    },
  }
}

/** What rules, voice and client record say of a message. */
interface Seen {
  readonly input: ScreeningInput
  readonly message: MessageReading
  readonly votes: ReadonlyMap<string, Vote>
  readonly risk: ClientRisk
}

/** The steps of the method, and what the screener tells of itself. */
function buildSteps(ruleset: Ruleset, readMessage: ReadMessage) {
  const listen = buildVoice(ruleset.model)
  const clientRisk = buildClientRisk(ruleset.clientRisk)
  const findIdentifiers = buildFindIdentifiers(ruleset.language)
  const { version, hash } = ruleset

  return {
    knownAnswer: buildKnownAnswers(ruleset.categories, { version, hash }),

    look: (input: ScreeningInput): Seen => {
      const message = readMessage(input)
      const votes = listen(message.reading, message.conversation)
      return { input, message, votes, risk: clientRisk(input.client) }
    },

    weigh: (seen: Seen, opinion: ReaderOpinion | undefined): Findings =>
      findingsOf({ ruleset, ...seen, opinion }),

    conclude: ({ input, message }: Seen, findings: Findings): Judgement => {
      const decision = decide(findings.list, ruleset.policy, input.stage)
      return {
        ...decision,
        ...oneReasonAStretch(decision.flags),
        folded: message.conversation.own,
        flagged: decision.verdict !== 'allow',
        scores: findings.scores,
        ruleset: { version, hash },
        identifiers: findIdentifiers(message.conversation),
        ...shadowsOf(message.matches),
        ...usedHistoryOf(message, decision.flags),
        ...(input.explain ? { explanation: explain({ ruleset, message, findings, input }) } : {}),
      }
    },

    fingerprint: buildFingerprint(ruleset.language, readMessage.clean),
    recall: buildRecall(ruleset),
    identifiers: (text: string) => findIdentifiers({ own: readMessage.clean(text).mapped, original: text }),
    fold: (text: string) => readMessage.clean(text).mapped,
    hints: buildHints(ruleset.hints),
    posting: buildPosting(ruleset.posting),

    ruleset: { version, hash },
    countsAs: {
      listed: ruleset.policy.listed,
      contactAsk: ruleset.policy.contactAsk,
      clientRisk: ruleset.categories.find(({ source }) => source === 'client')?.id,
    },
    categories: ruleset.categories.map(({ id, label, severity, source, description, basis, advice }) => ({
      id,
      label,
      severity,
      source,
      description,
      basis,
      advice: advice.pre_contract,
      thresholds: thresholdsShown(ruleset, id),
    })),
    rules: ruleset.rules.map(({ id, category, status, reason }) => ({ id, category, status, reason })),
  }
}

/** Where rules and voice see their reasons, the likeliest category first: what a reader of a long text turns to. */
const focusOf = ({ list }: Findings): readonly Span[] =>
  [...list].sort((a, b) => b.confidence - a.confidence).flatMap(({ evidence }) => evidence)

/** What the rules of the flags found in earlier messages. */
function usedHistoryOf(
  { matches, conversation }: MessageReading,
  flags: readonly Flag[],
): Pick<Judgement, 'usedHistory'> {
  if (conversation.ownStart === 0) return {}
  const flagged = new Set(flags.map(({ category }) => category))
  const usedHistory = matches.signals
    .filter(({ rule }) => rule.status === 'live' && flagged.has(rule.category))
    .flatMap(({ hits }) => hits.flatMap(({ start, end }) => conversation.earlierSpans(start, end)))
  if (usedHistory.length === 0) return {}
  const once = new Map(usedHistory.map(span => [`${span.message} ${span.start} ${span.end}`, span]))
  return { usedHistory: [...once.values()] }
}

function shadowsOf({ signals }: Matches): Pick<Judgement, 'shadows'> {
  const rules = new Map(
    signals.filter(({ rule }) => rule.status === 'shadow').map(({ rule }) => [rule.id, rule.category]),
  )
  return rules.size === 0 ? {} : { shadows: [...rules].map(([rule, category]) => ({ category, rule })) }
}
