import { loadRuleset } from '../ruleset/load.js'
import type { Ruleset } from '../ruleset/ruleset.js'
import { type MatchRules, proveExamples } from '../ruleset/self-test.js'
import { clientRisk } from './client-risk.js'
import { decide } from './decide.js'
import { explain } from './explain.js'
import { findingsOf } from './findings.js'
import { buildKnownAnswers } from './known-answers.js'
import { type Matches, match } from './match.js'
import { normalise } from './normalise/normalise.js'
import { buildReader, type Read, type ReadOptions } from './read.js'
import { type ReloadableScreener, reloadable } from './reload.js'
import { splice } from './splice.js'
import { loadTokeniser, type Tokenise } from './tokenise.js'
import type { Judgement, Screener, ScreeningInput } from './types.js'
import { buildUnmask, type Unmasked } from './unmask.js'
import { buildVoice } from './voice.js'

/**
 * Loads the tokenizer and `dict/`, proves every rule on its examples, and returns a screener ready to judge.
 * Rejects with one readable line: file, line and reason. `around` may wrap the tokenizer, to measure it.
 */
export async function loadScreener(
  dictDir: string,
  around: (tokenise: Tokenise) => Tokenise = tokenise => tokenise,
): Promise<ReloadableScreener> {
  // The tokenizer's files are unpacked on other threads while the dictionary is read.
  const tokeniser = loadTokeniser()
  tokeniser.catch(() => undefined)
  const ruleset = loadRuleset(dictDir)
  const tokenise = around(await tokeniser)
  return reloadable(build(ruleset), () => build(loadRuleset(dictDir)))

  function build(ruleset: Ruleset): Screener {
    const steps = buildSteps(ruleset, tokenise)
    proveExamples(ruleset, matchWith(ruleset, steps))
    return judgeWith(ruleset, steps)
  }
}

/** The steps that read a text, built once for whatever is done with what was read. */
interface Steps {
  readonly clean: (text: string) => Unmasked
  readonly read: Read
}

const buildSteps = (ruleset: Ruleset, tokenise: Tokenise, options: ReadOptions = {}): Steps => ({
  clean: buildCleaner(ruleset),
  read: buildReader(ruleset, tokenise, options),
})

/** Pure: the same input gives the same judgement. */
export const buildScreener = (ruleset: Ruleset, tokenise: Tokenise, options: ReadOptions = {}): Screener =>
  judgeWith(ruleset, buildSteps(ruleset, tokenise, options))

/** The method, one step a line. */
function judgeWith(ruleset: Ruleset, { clean, read }: Steps): Screener {
  const listen = buildVoice(ruleset.model)
  const { version, hash } = ruleset
  const knownAnswer = buildKnownAnswers(ruleset.categories, { version, hash })

  const screen: Screener['screen'] = (input: ScreeningInput) => {
    const known = knownAnswer(input)
    if (known) return known
    const { stage = 'pre_contract', kind = 'message' } = input
    const letter = splice(input.text, input.history ?? [], clean)
    const reading = read(letter)
    const matches = letter.ownOnly(match(reading, ruleset.rules, kind))
    const votes = listen(reading, letter)
    const findings = findingsOf({
      ruleset,
      letter,
      matches,
      present: new Set(reading.byConcept.keys()),
      votes,
      stage,
      input,
      risk: clientRisk(input.client),
    })
    const decision = decide(findings.list, ruleset.policy, stage)
    return {
      ...decision,
      flagged: decision.verdict !== 'allow',
      scores: findings.scores,
      ruleset: { version, hash },
      ...shadowsOf(matches),
      ...(input.explain
        ? { explanation: explain({ letter, reading, matches, findings, ruleset, stage, kind }) }
        : {}),
    }
  }

  return {
    screen,
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

/** Normalises a text and writes plain words for those in disguise. */
export function buildCleaner(ruleset: Ruleset): (text: string) => Unmasked {
  const unmask = buildUnmask(ruleset.concepts)
  return text => unmask(normalise(text))
}

/** Ids of the rules that match a text: what the examples are proven with. */
export const buildMatcher = (ruleset: Ruleset, tokenise: Tokenise): MatchRules =>
  matchWith(ruleset, buildSteps(ruleset, tokenise))

function matchWith(ruleset: Ruleset, { clean, read }: Steps): MatchRules {
  return (text, history) => {
    const letter = splice(
      text,
      history.map(earlier => ({ from: 'client' as const, text: earlier })),
      clean,
    )
    const reading = read(letter)
    const ids = ['message', 'job_post'] as const
    return new Set(
      ids.flatMap(kind =>
        letter.ownOnly(match(reading, ruleset.rules, kind)).signals.map(({ rule }) => rule.id),
      ),
    )
  }
}
