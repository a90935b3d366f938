import type { Token, Tokenise } from '../../src/tokeniser/tokenise.js'

/**
 * A tokenizer that knows the given words (surface to dictionary form) and takes all between them for one noun. With it a
 * test says itself what kuromoji would have found, and needs no dictionary of 17 MB.
 */
export function fakeTokenise(words: Readonly<Record<string, string>>): Tokenise {
  const surfaces = Object.keys(words).sort((a, b) => b.length - a.length)
  return (text, offset) => {
    const tokens: Token[] = []
    let rest = 0
    const close = (end: number): void => {
      if (end > rest) tokens.push(token(text.slice(rest, end), undefined, offset + rest))
      rest = end
    }
    for (let at = 0; at < text.length; at++) {
      const surface = surfaces.find(one => text.startsWith(one, at))
      if (surface === undefined) continue
      close(at)
      tokens.push(token(surface, words[surface], offset + at))
      rest = at + surface.length
      at = rest - 1
    }
    close(text.length)
    return tokens
  }
}

const token = (surface: string, lemma: string | undefined, start: number): Token => ({
  surface,
  lemma: lemma ?? surface,
  reading: '',
  pos: lemma === undefined ? '名詞' : '動詞',
  start,
  end: start + surface.length,
})
