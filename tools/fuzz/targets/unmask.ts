import { undisguised } from '../../../src/screening/reader/undisguised.js'
import { joinConversation } from '../../../src/screening/reading/conversation.js'
import { buildUnmask } from '../../../src/screening/reading/unmask.js'
import { buildNormalise } from '../../../src/screening/text/normalise.js'
import { buildSkeletons } from '../../../src/screening/text/skeleton.js'
import { hold, type Target } from '../target.js'
import { pieces, ruleset, seeds } from './japanese.js'
import { holdMapped } from './mapped.js'

/** Words in disguise: the plain word stands where the fold says, and everything still knows where it came from. */
export function load(): Target {
  const { lookAlikes } = ruleset.language
  const normalise = buildNormalise(lookAlikes)
  const unmask = buildUnmask(ruleset.concepts, buildSkeletons(lookAlikes))
  return {
    name: 'unmask',
    seeds,
    pieces,
    longest: 2_000,
    run: text => {
      const conversation = joinConversation(text, [], one => unmask(normalise(one)))
      const { own, folds } = conversation
      holdMapped(own, text)
      for (const { start, end, word } of folds) {
        hold(own.text.slice(start, end) === word.toLowerCase(), `no ${word} stands where it was folded`)
        const span = conversation.originalSpan(start, end)
        hold(span.end > span.start, `${word} comes from nothing`)
      }
      const plain = undisguised(conversation)
      if (plain) holdMapped(plain, text)
    },
  }
}
