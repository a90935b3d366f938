/**
 * Characters that turn the direction of what follows them: LRM, RLM, ALM, and the embeddings, overrides and isolates of
 * the bidirectional algorithm (UAX 9). None is needed in Japanese; in a name or a reason they make the page say something
 * else than what is stored.
 */
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g

/** Words as they may be shown: each such character stands there by its number instead of acting. */
export function harmless(words: string): string {
  return words.replace(DIRECTIONS, character => `[U+${numberOf(character)}]`)
}

function numberOf(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
}
