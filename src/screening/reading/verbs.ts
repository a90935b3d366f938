import type { Concept } from '../../ruleset/ruleset.js'
import type { Token } from '../../tokeniser/tokenise.js'
import type { Found } from './lexicon.js'

/** Concepts that are verbs: found by the lemmas of the tokens, whatever the inflection. */

export function verbIndex(concepts: ReadonlyMap<string, Concept>): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>()
  for (const concept of concepts.values()) {
    for (const verb of concept.verbs) index.set(verb, [...(index.get(verb) ?? []), concept.id])
  }
  return index
}

/** Verbs by lemma. Behind お or ご the tokenizer takes the stem for a noun (お教えください): there the stem counts too. */
export function findVerbs(tokens: readonly Token[], verbs: ReadonlyMap<string, readonly string[]>): Found[] {
  return tokens.flatMap((token, i): Found[] => {
    const previous = tokens[i - 1]
    const polite = previous && /^[おご御]$/u.test(previous.surface)
    const ids =
      verbs.get(token.lemma) ?? (polite ? stems(token.surface).flatMap(stem => verbs.get(stem) ?? []) : [])
    return ids.map(concept => ({ concept, start: token.start, end: token.end }))
  })
}

/**
 * Whatever its form, a verb keeps its stem: all but the last kana (教える, 教えて). Behind the stem of a five-row verb
 * stands a kana of its row or a sound change of it (書く, 書いて, but not 書類).
 */
export function stemFinder(verbs: readonly string[]): RegExp {
  const forms = verbs.map(verb => {
    const last = verb.slice(-1)
    const stem = (/[ぁ-ん]/u.test(last) ? verb.slice(0, -1) : verb).replace(/[^\p{L}]/gu, '\\$&')
    const row = FIVE_ROWS[last]
    return row ? `${stem}[${row}]` : stem
  })
  return new RegExp([...new Set(forms)].join('|'), 'u')
}

/** る is left out: as many verbs of one row end in it. */
const FIVE_ROWS: Readonly<Record<string, string>> = {
  う: 'わいうえおっ',
  く: 'かきくけこいっん',
  ぐ: 'がぎぐげごいん',
  す: 'さしすせそ',
  つ: 'たちつてとっ',
  ぬ: 'なにぬねのん',
  ぶ: 'ばびぶべぼん',
  む: 'まみむめもん',
}

const GODAN: Readonly<Record<string, string>> = {
  い: 'う',
  き: 'く',
  ぎ: 'ぐ',
  し: 'す',
  ち: 'つ',
  に: 'ぬ',
  び: 'ぶ',
  み: 'む',
  り: 'る',
}

/** Dictionary forms that a continuative stem may belong to: 送り → 送る・送りる, 教え → 教える. */
function stems(surface: string): string[] {
  const last = surface.slice(-1)
  const godan = GODAN[last]
  return godan ? [surface.slice(0, -1) + godan, `${surface}る`] : [`${surface}る`]
}
