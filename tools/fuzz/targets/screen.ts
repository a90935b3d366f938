import { buildReadMessage } from '../../../src/screening/rules/read-message.js'
import { buildScreener } from '../../../src/screening/screener.js'
import { loadTokeniser } from '../../../src/tokeniser/tokenise.js'
import { worstTexts } from '../../bench/search/worst-texts.js'
import { hold, type Target } from '../target.js'
import { pieces, ruleset, seeds } from './japanese.js'

/** Between the messages of one input: what came before, and last the one that is judged. */
const NEXT_MESSAGE = '\v'

/**
 * Milliseconds of the processor's that a text may take, in all and for each unit. Measuring slows ten times; beyond this it
 * is no longer linear.
 */
const AT_ALL = 2_000
const EACH_UNIT = 0.5

/** The whole judgement without the reader: never throws, points at what it quotes, and takes time as the text is long. */
export async function load(): Promise<Target> {
  const screener = buildScreener(ruleset, buildReadMessage(ruleset, await loadTokeniser()))
  return {
    name: 'screen',
    seeds: [...seeds, 'LINEの\vIDを教えてください'],
    pieces: [...pieces, NEXT_MESSAGE],
    longest: 10_000,
    knownSlow: worstTexts,
    run: input => {
      const messages = input.split(NEXT_MESSAGE)
      const text = messages.pop() ?? ''
      const history = messages.slice(-20).map(earlier => ({ from: 'client' as const, text: earlier }))
      const since = process.cpuUsage()
      const { flags, scores, confidence, explanation } = screener.screen({ text, history, explain: true })
      const { user, system } = process.cpuUsage(since)
      const took = (user + system) / 1_000
      hold(took < AT_ALL + input.length * EACH_UNIT, `${took} ms for ${input.length} units`)

      for (const score of [confidence, ...Object.values(scores)])
        hold(score >= 0 && score <= 1, `a confidence of ${score}`)
      for (const { evidence, category } of flags)
        for (const stretch of evidence) holdQuoted(text, stretch, `evidence of ${category}`)
      for (const stretch of explanation?.signals ?? []) holdQuoted(text, stretch, `signal ${stretch.rule}`)
      for (const stretch of explanation?.nearMisses ?? [])
        holdQuoted(text, stretch, `near miss ${stretch.rule}`)
      for (const { start, end, from, to } of explanation?.transforms ?? [])
        holdQuoted(text, { start, end, text: from }, `the fold to ${to}`)
      for (const { start, end, text: clause } of explanation?.clauses ?? []) {
        hold(start <= end && end <= text.length, 'a clause lies outside the text')
        hold(explanation?.normalised.includes(clause) === true, 'a clause that is not in what was read')
      }
      for (const { start, end, surface } of explanation?.tokens ?? [])
        hold(start >= 0 && start <= end && end <= text.length, `the token ${surface} stands outside the text`)
    },
  }
}

function holdQuoted(
  text: string,
  { start, end, text: quoted }: { readonly start: number; readonly end: number; readonly text: string },
  what: string,
): void {
  hold(start >= 0 && start <= end && end <= text.length, `${what} lies outside the text`)
  hold(text.slice(start, end) === quoted, `${what} quotes something else`)
}
