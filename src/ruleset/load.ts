import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { clientRiskSchema } from './client-risk.js'
import { type DictFile, hashOf, lineOfText, parseFile, RulesetError, readFile, readFolder } from './files.js'
import { loadLanguage } from './language.js'
import type { Concept, Rule, Ruleset } from './ruleset.js'
import {
  type CategorySource,
  type ConceptSource,
  categorySchema,
  conceptFileSchema,
  modelSchema,
  policySchema,
  type RuleSource,
} from './schema.js'
import { expandSpelling } from './spelling.js'

/** Concepts that the code itself finds (links, addresses, numbers, unit prices); rules may name them. */
export const BUILT_IN_CONCEPTS = [
  'URL',
  'MAIL_ADDRESS',
  'PHONE_NUMBER',
  'LOW_UNIT_PRICE_STATED',
  'LOW_UNIT_PRICE_COMPUTED',
  'HIGH_INCOME',
  'EXTREME_INCOME',
  'REWARD_CUT',
] as const

/** Reads and compiles `dict/`. Throws RulesetError (file, line, reason). Does not run the rules' examples: see `proveExamples`. */
export function loadRuleset(dictDir: string): Ruleset {
  const conceptFiles = readFolder(dictDir, 'concepts', '.yaml')
  const categoryFiles = readFolder(dictDir, 'categories', '.yaml')
  const policyFile = readFile(dictDir, 'policy.yaml')
  const { language, files: languageFiles } = loadLanguage(dictDir)
  const clientRiskFile = readFile(dictDir, 'client-risk.yaml')
  const modelFile = existsSync(join(dictDir, 'model.json')) ? readFile(dictDir, 'model.json') : undefined

  const concepts = compileConcepts(conceptFiles)
  const sources = categoryFiles.map(file => ({ file, category: parseFile(file, categorySchema) }))
  const rules = sources.flatMap(({ file, category }) => compileRules(file, category, concepts))
  const policy = parseFile(policyFile, policySchema)
  for (const { file, category } of sources) {
    if (!policy.thresholds[category.id])
      throw new RulesetError(`${policyFile.path}:1: thresholds: no entry for ${category.id} (${file.name})`)
  }
  return {
    version: policy.version,
    hash: hashOf([
      ...conceptFiles,
      ...categoryFiles,
      policyFile,
      clientRiskFile,
      ...languageFiles,
      ...(modelFile ? [modelFile] : []),
    ]),
    concepts,
    categories: sources.map(({ category }) => category).sort(bySeverity),
    rules,
    policy,
    language,
    clientRisk: parseFile(clientRiskFile, clientRiskSchema),
    model: modelFile ? modelSchema.parse(JSON.parse(modelFile.source)) : undefined,
  }
}

const bySeverity = (a: CategorySource, b: CategorySource): number =>
  a.severity === b.severity ? a.id.localeCompare(b.id) : a.severity === 'violation' ? -1 : 1

function compileConcepts(files: readonly DictFile[]): ReadonlyMap<string, Concept> {
  const concepts = new Map<string, Concept>()
  for (const file of files) {
    for (const [id, source] of Object.entries(parseFile(file, conceptFileSchema))) {
      if (concepts.has(id))
        throw new RulesetError(`${file.path}:${lineOfText(file, `${id}:`)}: ${id} is defined twice`)
      concepts.set(id, compileConcept(id, source))
    }
  }
  return concepts
}

function compileConcept(id: string, source: ConceptSource): Concept {
  const spellings = source.terms.map(term => expandSpelling(term.normalize('NFKC').toLowerCase()))
  return {
    id,
    about: source.about,
    terms: spellings.map(spelling => spelling.plain),
    variants: new Map(
      spellings.flatMap(({ plain, variants }) => variants.map(variant => [variant, plain] as const)),
    ),
    verbs: source.verbs,
    patterns: source.patterns.map(pattern => new RegExp(pattern, 'gu')),
    shadows: source.shadows.map(shadow => shadow.normalize('NFKC').toLowerCase()),
    notAfter: source.notAfter === undefined ? undefined : new RegExp(`(?:${source.notAfter})$`, 'u'),
    notBefore: source.notBefore === undefined ? undefined : new RegExp(`^(?:${source.notBefore})`, 'u'),
    evasion: source.evasion,
    negatable: source.negatable,
  }
}

function compileRules(
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
  const known = (id: string): boolean => concepts.has(id) || BUILT_IN_CONCEPTS.some(built => built === id)
  const unknown = [...groups.flat(), ...none].find(id => !known(id))
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
    cap: source.cap,
    status: source.status,
    examples: source.examples,
    source: at,
  }
}
