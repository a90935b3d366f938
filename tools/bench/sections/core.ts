import { loadKuromoji } from '../../../test/support/kuromoji.js'
import { screen, texts, tokenise } from '../context.js'
import type { Figures } from '../figures.js'
import { timed } from '../stopwatch.js'
import type { Section } from './section.js'

/** The judgement alone, beside the tokenizer alone, on one thread. */
export const core: Section = {
  title: 'the core, one process',
  measure: async ({ rounds }) => {
    const kuromoji = await loadKuromoji()
    return Object.fromEntries(Object.entries(texts).map(([kind, all]) => [kind, compare(all)]))

    function compare(all: readonly string[]): Figures {
      // kuromoji loses text behind characters beyond the BMP.
      const plain = all.filter(text => !/[\ud800-\udfff]/.test(text))
      const us = timed(
        {
          kuromoji: (text: string) => kuromoji.tokenize(text),
          tokenise: (text: string) => tokenise(text, 0),
          screen,
        },
        plain,
        rounds,
      )
      const characters = plain.reduce((sum, text) => sum + text.length, 0) / plain.length
      return {
        microseconds: us('screen'),
        kuromojiMicroseconds: us('kuromoji'),
        tokeniserMicroseconds: us('tokenise'),
        timesKuromoji: us('kuromoji') / us('screen'),
        messagesPerSecond: 1e6 / us('screen'),
        charactersPerSecond: (1e6 / us('screen')) * characters,
      }
    }
  },
}
