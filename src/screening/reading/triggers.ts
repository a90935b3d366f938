import { type AST, RegExpParser } from '@eslint-community/regexpp'

/**
 * Strings of which every match of a pattern holds at least one: a text without any of them need not be searched for it.
 * Undefined when no such strings are to be had. The idea is that of FilteredRE2 (Cox, "Regular Expression Matching with
 * a Trigram Index"): literals of a sequence may be chosen among, those of alternatives are needed all.
 */
export function triggersOf(pattern: RegExp): readonly string[] | undefined {
  const found = ofAlternatives(
    parser.parsePattern(pattern.source, 0, pattern.source.length, { unicode: true }),
  )
  return found && [...found]
}

const parser = new RegExpParser({ ecmaVersion: 2024 })

/** More strings than this are no filter. */
const MOST_STRINGS = 200
/** A class of more characters is no literal. */
const WIDEST_CLASS = 16

type Strings = ReadonlySet<string> | undefined

function ofAlternatives({ alternatives }: { readonly alternatives: readonly AST.Alternative[] }): Strings {
  const all = new Set<string>()
  for (const alternative of alternatives) {
    const strings = ofSequence(alternative.elements)
    if (strings === undefined) return undefined
    for (const string of strings) all.add(string)
  }
  return all.size > MOST_STRINGS ? undefined : all
}

/** The best of a sequence's elements: runs of characters count as one string. */
function ofSequence(elements: readonly AST.Element[]): Strings {
  let best: Strings
  let run = ''
  const consider = (strings: Strings): void => {
    if (strings !== undefined && (best === undefined || rarity(strings) > rarity(best))) best = strings
  }
  for (const element of elements) {
    if (element.type === 'Character') {
      run += String.fromCodePoint(element.value)
      continue
    }
    if (run !== '') consider(new Set([run]))
    run = ''
    consider(ofElement(element))
  }
  if (run !== '') consider(new Set([run]))
  return best
}

function ofElement(element: AST.Element): Strings {
  switch (element.type) {
    case 'Group':
    case 'CapturingGroup':
      return ofAlternatives(element)
    case 'Quantifier':
      return element.min > 0 ? ofElement(element.element) : undefined
    case 'Character':
      return new Set([String.fromCodePoint(element.value)])
    case 'CharacterClass':
      return ofClass(element)
    default:
      return undefined
  }
}

function ofClass({ negate, elements }: AST.CharacterClass): Strings {
  if (negate) return undefined
  const characters = new Set<string>()
  for (const element of elements) {
    if (element.type === 'Character') characters.add(String.fromCodePoint(element.value))
    else if (element.type === 'CharacterClassRange' && element.max.value - element.min.value < WIDEST_CLASS)
      for (let code = element.min.value; code <= element.max.value; code++)
        characters.add(String.fromCodePoint(code))
    else return undefined
  }
  return characters.size > WIDEST_CLASS ? undefined : characters
}

/** How seldom one of the strings will be met: the shortest decides, hiragana is everywhere, few are better than many. */
function rarity(strings: ReadonlySet<string>): number {
  const weights = [...strings].map(string =>
    [...string].reduce((sum, char) => sum + (/[ぁ-ん]/u.test(char) ? 1 : 2), 0),
  )
  return Math.min(...weights) * 100 - strings.size
}
