/**
 * What PostgreSQL's index holds of a text: each character and each pair of neighbours, as a number. Two characters, because
 * most Japanese words have no more; of one tenant, so that nobody walks through others' texts; a hash, so that the index
 * tells no words. Different ones may share a number: what the index finds is looked at again.
 */
export function gramsOf(tenant: string, folded: string): readonly number[] {
  const seed = hashed(OFFSET, `${tenant}\u0000`)
  const grams = new Set<number>()
  let before = ''
  for (const character of folded) {
    grams.add(hashed(seed, character))
    if (before !== '') grams.add(hashed(seed, before + character))
    before = character
  }
  return [...grams]
}

/** The numbers that a text has to have, to hold this: of one character its own, else those of its pairs. */
export function gramsToFind(tenant: string, folded: string): readonly number[] {
  const seed = hashed(OFFSET, `${tenant}\u0000`)
  const characters = [...folded]
  if (characters.length === 1) return [hashed(seed, folded)]
  const pairs = characters.slice(1).map((character, at) => hashed(seed, (characters[at] ?? '') + character))
  return [...new Set(pairs)]
}

/** FNV-1a over UTF-16 units, 32 bits, signed as PostgreSQL's integers are. */
const OFFSET = 0x811c9dc5
const PRIME = 0x01000193

function hashed(seed: number, text: string): number {
  let hash = seed
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), PRIME)
  return hash | 0
}
