import type { Judgement } from '../contract/judgement.js'
import type { ScreeningInput } from '../contract/message.js'
import type { Screener } from '../contract/screener.js'
import type { Ruleset } from '../ruleset/ruleset.js'
import { buildClientRisk } from './model/client-risk.js'
import { buildVoice } from './model/voice.js'
import type { Matches } from './rules/match.js'
import type { ReadMessage } from './rules/read-message.js'
import { decide } from './verdict/decide.js'
import { explain } from './verdict/explain.js'
import { findingsOf } from './verdict/findings.js'
import { buildKnownAnswers } from './verdict/known-answers.js'

/** The method, one step a line. Pure: the same input gives the same judgement. */
export function buildScreener(ruleset: Ruleset, readMessage: ReadMessage): Screener<Judgement> {
  const listen = buildVoice(ruleset.model)
  const clientRisk = buildClientRisk(ruleset.clientRisk)
  const { version, hash } = ruleset
  const knownAnswer = buildKnownAnswers(ruleset.categories, { version, hash })

  const judge = (input: ScreeningInput): Judgement => {
    const message = readMessage(input)
    const votes = listen(message.reading, message.conversation)
    const risk = clientRisk(input.client)
    const findings = findingsOf({ ruleset, message, votes, input, risk })
    const decision = decide(findings.list, ruleset.policy, input.stage)
    return {
      ...decision,
      flagged: decision.verdict !== 'allow',
      scores: findings.scores,
      ruleset: { version, hash },
      ...shadowsOf(message.matches),
      ...(input.explain ? { explanation: explain({ ruleset, message, findings, input }) } : {}),
    }
  }

  return {
    screen: input => knownAnswer(input) ?? judge(input),
    ruleset: { version, hash },
    categories: ruleset.categories.map(({ id, label, severity, description, basis, advice }) => ({
      id,
      label,
      severity,
      description,
      basis,
      advice: advice.pre_contract,
    })),
    rules: ruleset.rules.map(({ id, category, status, reason }) => ({ id, category, status, reason })),
  }
}

function shadowsOf({ signals }: Matches): Pick<Judgement, 'shadows'> {
  const rules = new Map(
    signals.filter(({ rule }) => rule.status === 'shadow').map(({ rule }) => [rule.id, rule.category]),
  )
  return rules.size === 0 ? {} : { shadows: [...rules].map(([rule, category]) => ({ category, rule })) }
}
