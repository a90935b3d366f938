import type { ConceptSource } from './concept-schema.js'
import { conceptFileSchema } from './concept-schema.js'
import { type DictFile, lineOfKey, lineOfText, parseFile, RulesetError } from './files.js'
import type { Circumstances, Concept, Rule } from './ruleset.js'
import type { CategorySource, RuleSource } from './schema.js'
import { expandSpelling } from './spelling.js'

/** From what the files say to what the matcher needs. */

export function compileConcepts(files: readonly DictFile[]): ReadonlyMap<string, Concept> {
  const concepts = new Map<string, Concept>()
  for (const file of files) {
    for (const [id, source] of Object.entries(parseFile(file, conceptFileSchema))) {
      const at = `${file.path}:${lineOfKey(file, id)}`
      if (concepts.has(id)) throw new RulesetError(`${at}: ${id} is defined twice`)
      concepts.set(id, compileConcept(at, id, source))
    }
  }
  return concepts
}

function compileConcept(at: string, id: string, source: ConceptSource): Concept {
  const spellings = source.terms.map(expandSpelling)
  return {
    id,
    about: source.about,
    terms: spellings.map(spelling => spelling.plain),
    variants: new Map(
      spellings.flatMap(({ plain, variants }) => variants.map(variant => [variant, plain] as const)),
    ),
    verbs: source.verbs,
    // `$` is the end of a line: what a sender adds below changes nothing above.
    patterns: source.patterns.map(pattern => new RegExp(pattern, 'gmu')),
    finder: source.finder,
    shadows: source.shadows.map(shadow => shadow.normalize('NFKC').toLowerCase()),
    notAfter: source.notAfter === undefined ? undefined : new RegExp(`(?:${source.notAfter})$`, 'u'),
    notBefore: source.notBefore === undefined ? undefined : new RegExp(`^(?:${source.notBefore})`, 'u'),
    evasion: source.evasion,
    negatable: source.negatable,
    fact: source.fact,
    circumstance: source.circumstance,
    heard: source.heard,
    source: at,
  }
}

export function circumstancesOf(concepts: ReadonlyMap<string, Concept>): Circumstances {
  const ids = (has: (circumstance: Concept['circumstance']) => boolean): string[] =>
    [...concepts.values()].filter(({ circumstance }) => has(circumstance)).map(({ id }) => id)
  return {
    all: ids(circumstance => circumstance !== false),
    needs: ids(circumstance => circumstance === 'need'),
    frames: ids(circumstance => circumstance === 'frame'),
  }
}

export function compileRules(
  file: DictFile,
  category: CategorySource,
  concepts: ReadonlyMap<string, Concept>,
): Rule[] {
  const seen = new Set<string>()
  return category.rules.map(source => {
    const at = `${file.path}:${lineOfText(file, `id: ${source.id}`)}`
    if (seen.has(source.id)) throw new RulesetError(`${at}: rule ${source.id} is defined twice`)
    seen.add(source.id)
    return compileRule(at, category.id, source, concepts)
  })
}

function compileRule(
  at: string,
  category: string,
  source: RuleSource,
  concepts: ReadonlyMap<string, Concept>,
): Rule {
  const groups = (source.all ?? source.seq ?? []).map(group => group.split('|'))
  const none = source.none.flatMap(group => group.split('|'))
  const unknown = [...groups.flat(), ...none].find(id => !concepts.has(id))
  if (unknown) throw new RulesetError(`${at}: rule ${source.id}: no concept is called ${unknown}`)
  return {
    id: `${category}.${source.id}`,
    category,
    reason: source.reason,
    ordered: source.seq !== undefined,
    groups,
    gaps: typeof source.gap === 'number' ? groups.slice(1).map(() => Number(source.gap)) : source.gap,
    none,
    scope: source.scope,
    kind: source.kind,
    split: source.split,
    cap: source.cap,
    status: source.status,
    examples: source.examples,
    source: at,
  }
}
