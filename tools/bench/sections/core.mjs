import { kuromoji, screen, texts, timed, tokenise } from '../context.mjs'

/** The judgement alone, beside the tokenizer alone, on one thread. */
export const title = 'the core, one process'
export function measure({ rounds }) {
  const results = {}
  for (const [name, all] of Object.entries(texts)) {
    // kuromoji loses text behind characters beyond the BMP.
    const plain = all.filter(text => !/[\ud800-\udfff]/.test(text))
    const us = timed(
      { kuromoji: text => kuromoji.tokenize(text), tokenise: text => tokenise(text, 0), screen },
      plain,
      rounds,
    )
    const characters = plain.reduce((sum, text) => sum + text.length, 0) / plain.length
    results[name] = {
      microseconds: us.screen,
      kuromojiMicroseconds: us.kuromoji,
      tokeniserMicroseconds: us.tokenise,
      timesKuromoji: us.kuromoji / us.screen,
      messagesPerSecond: 1e6 / us.screen,
      charactersPerSecond: (1e6 / us.screen) * characters,
    }
  }
  return results
}
