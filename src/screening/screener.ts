import { loadRuleset } from '../ruleset/load.js'
import type { Ruleset } from '../ruleset/ruleset.js'
import { proveExamples } from '../ruleset/self-test.js'
import { clientRisk } from './client-risk.js'
import { decide } from './decide.js'
import { explain } from './explain.js'
import { findingsOf } from './findings.js'
import { type Matches, match } from './match.js'
import { normalise } from './normalise/normalise.js'
import { buildReader, type ReadOptions } from './read.js'
import { type ReloadableScreener, reloadable } from './reload.js'
import { splice } from './splice.js'
import { loadTokeniser, type Tokenise } from './tokenise.js'
import type { Judgement, Screener, ScreeningInput } from './types.js'
import { buildUnmask, type Unmasked } from './unmask.js'
import { buildVoice } from './voice.js'

/**
 * Loads the tokenizer and `dict/`, proves every rule on its examples, and returns a screener ready to judge.
 * Rejects with one readable line: file, line and reason.
 */
export async function loadScreener(dictDir: string): Promise<ReloadableScreener> {
  // A broken dictionary is told of before the tokenizer has taken its second.
  const ruleset = loadRuleset(dictDir)
  const tokenise = await loadTokeniser()
  return reloadable(build(ruleset), () => build(loadRuleset(dictDir)))

  function build(ruleset: Ruleset): Screener {
    proveExamples(ruleset, buildMatcher(ruleset, tokenise))
    return buildScreener(ruleset, tokenise)
  }
}

/** The method, one step a line. Pure: the same input gives the same judgement. */
export function buildScreener(ruleset: Ruleset, tokenise: Tokenise, options: ReadOptions = {}): Screener {
  const read = buildReader(ruleset, tokenise, options)
  const listen = buildVoice(ruleset.model)
  const clean = buildCleaner(ruleset)

  const screen: Screener['screen'] = (input: ScreeningInput) => {
    const { stage = 'pre_contract', kind = 'message' } = input
    const letter = splice(input.text, input.history ?? [], clean)
    const reading = read(letter.mapped.text, letter.folds)
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
      ruleset: { version: ruleset.version, hash: ruleset.hash },
      ...shadowsOf(matches),
      ...(input.explain
        ? { explanation: explain({ letter, reading, matches, findings, ruleset, stage, kind }) }
        : {}),
    }
  }

  return {
    screen,
    ruleset: { version: ruleset.version, hash: ruleset.hash },
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
export function buildMatcher(
  ruleset: Ruleset,
  tokenise: Tokenise,
): (text: string, history: readonly string[]) => ReadonlySet<string> {
  const read = buildReader(ruleset, tokenise)
  const clean = buildCleaner(ruleset)
  return (text, history) => {
    const letter = splice(
      text,
      history.map(earlier => ({ from: 'client' as const, text: earlier })),
      clean,
    )
    const reading = read(letter.mapped.text, letter.folds)
    const ids = ['message', 'job_post'] as const
    return new Set(
      ids.flatMap(kind =>
        letter.ownOnly(match(reading, ruleset.rules, kind)).signals.map(({ rule }) => rule.id),
      ),
    )
  }
}
