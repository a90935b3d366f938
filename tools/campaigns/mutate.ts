/** The words that copies are changed with. */
export interface Mutations {
  readonly synonyms: readonly (readonly string[])[]
  readonly greetings: readonly string[]
  readonly closings: readonly string[]
  readonly trailers: readonly string[]
  readonly emoji: readonly string[]
  readonly evasions: readonly (readonly string[])[]
}

type Random = () => number

/** A copy of a text as a sender of many changes it: greeting and closing, order, words, emoji, disguises. */
export function mutate(sentences: readonly string[], words: Mutations, random: Random): string {
  const chance = (share: number): boolean => random() < share
  const one = (list: readonly string[]): string => list[Math.floor(random() * list.length)] ?? ''
  let lines = [...sentences]
  if (chance(0.15)) lines.splice(Math.floor(random() * lines.length), 1)
  if (chance(0.3)) {
    const at = Math.floor(random() * (lines.length - 1))
    lines = [...lines.slice(0, at), lines[at + 1] ?? '', lines[at] ?? '', ...lines.slice(at + 2)]
  }
  lines = lines.map(line => withSynonyms(line, words.synonyms, random))
  if (chance(0.4)) lines = lines.map(line => disguised(line, words.evasions, random))
  if (chance(0.3)) lines = lines.map(line => (chance(0.5) ? line.replace(/。$/u, one(words.emoji)) : line))
  if (chance(0.5)) lines = [one(words.greetings), ...lines]
  if (chance(0.3)) lines.push(one(words.trailers))
  if (chance(0.5)) lines.push(one(words.closings))
  const text = lines.join(chance(0.3) ? '\n' : '')
  return chance(0.1) ? wide(text) : text
}

function withSynonyms(line: string, synonyms: Mutations['synonyms'], random: Random): string {
  let changed = line
  for (const group of synonyms) {
    const word = group.find(one => changed.includes(one))
    if (word !== undefined && random() < 0.3)
      changed = changed.replace(word, group[Math.floor(random() * group.length)] ?? word)
  }
  return changed
}

function disguised(line: string, evasions: Mutations['evasions'], random: Random): string {
  let changed = line
  for (const [word = '', ...others] of evasions)
    if (changed.includes(word) && random() < 0.7)
      changed = changed.replace(word, others[Math.floor(random() * others.length)] ?? word)
  return changed
}

/** ASCII in full width, outside of slots. */
const wide = (text: string): string =>
  text.replace(/\{[a-z]+\}|[!-~]/gu, found =>
    found.length > 1 ? found : String.fromCharCode(found.charCodeAt(0) + 0xfee0),
  )
