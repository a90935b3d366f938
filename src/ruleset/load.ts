import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { clientRiskSchema } from './client-risk.js'
import { circumstancesOf, compileConcepts, compileRules } from './compile.js'
import { type DictFile, hashOf, parseFile, RulesetError, readFile, readFolder } from './files.js'
import { fingerprintOf } from './fingerprint.js'
import { loadHints } from './hints.js'
import { loadLanguage } from './language.js'
import { modelFitsDictionary } from './lints/model-fits-dictionary.js'
import { modelSchema } from './model-schema.js'
import { postingSchema } from './posting.js'
import { findReader } from './reader-files.js'
import type { Ruleset } from './ruleset.js'
import { type CategorySource, categorySchema, policySchema } from './schema.js'

/** Reads and compiles `dict/`. Throws RulesetError (file, line, reason). Does not run the rules' examples: see `proveExamples`. */
export function loadRuleset(dictDir: string): Ruleset {
  const sourceFiles = readSources(dictDir)
  const { conceptFiles, categoryFiles, policyFile, clientRiskFile, modelFile, hintFiles, postingFile } =
    sourceFiles
  const { language, files: languageFiles, tables: tableFiles } = loadLanguage(dictDir)

  const concepts = compileConcepts(conceptFiles)
  const sources = categoryFiles.map(file => ({ file, category: parseFile(file, categorySchema) }))
  const categories = sources.map(({ category }) => category).sort(bySeverity)
  const rules = sources.flatMap(({ file, category }) => compileRules(file, category, concepts))
  const policy = parseFile(policyFile, policySchema)
  for (const { file, category } of sources) {
    if (!policy.thresholds[category.id])
      throw new RulesetError(`${policyFile.path}:1: thresholds: no entry for ${category.id} (${file.name})`)
  }
  for (const named of [...Object.values(policy.listed), policy.contactAsk ?? []].flat())
    if (!categories.some(({ id }) => id === named))
      throw new RulesetError(`${policyFile.path}:1: listed, contactAsk: no category is called ${named}`)
  const model = modelFile && parseFile(modelFile, modelSchema)
  const reader = findReader(dictDir)
  const tables = tableFiles.map(file => [file.name, parseFile(file, z.unknown())])
  const fingerprint = fingerprintOf({ concepts, categories, rules, tables })
  return {
    version: policy.version,
    hash: hashOf(inOrder(sourceFiles, languageFiles), reader?.hash),
    concepts,
    circumstances: circumstancesOf(concepts),
    categories,
    rules,
    policy,
    language,
    clientRisk: parseFile(clientRiskFile, clientRiskSchema),
    hints: loadHints(hintFiles, categories),
    posting: postingFile && parseFile(postingFile, postingSchema),
    model,
    reader,
    fingerprint,
    warnings: modelFitsDictionary({ model, fingerprint, reader }),
  }
}

/** The categories in their order, without what finds them. Throws RulesetError (file, line, reason). */
export function loadCategories(dictDir: string): readonly CategorySource[] {
  return readFolder(dictDir, 'categories', '.yaml')
    .map(file => parseFile(file, categorySchema))
    .sort(bySeverity)
}

/** The hash that `loadRuleset` would give, without compiling anything. Throws RulesetError when a file is not there. */
export function hashOfDictionary(dictDir: string): string {
  const { files } = loadLanguage(dictDir)
  return hashOf(inOrder(readSources(dictDir), files), findReader(dictDir)?.hash)
}

/** What is read beside the language's tables and the reader. */
function readSources(dictDir: string) {
  return {
    conceptFiles: readFolder(dictDir, 'concepts', '.yaml'),
    categoryFiles: readFolder(dictDir, 'categories', '.yaml'),
    policyFile: readFile(dictDir, 'policy.yaml'),
    clientRiskFile: readFile(dictDir, 'client-risk.yaml'),
    modelFile: fileIfThere(dictDir, 'model.json'),
    // A dictionary of one's own from before there were these goes on as it was.
    hintFiles: existsSync(join(dictDir, 'hints')) ? readFolder(dictDir, 'hints', '.yaml') : [],
    postingFile: fileIfThere(dictDir, 'posting.yaml'),
  }
}

const fileIfThere = (dictDir: string, name: string): DictFile | undefined =>
  existsSync(join(dictDir, name)) ? readFile(dictDir, name) : undefined

function inOrder(
  sourceFiles: ReturnType<typeof readSources>,
  languageFiles: readonly DictFile[],
): readonly DictFile[] {
  const { conceptFiles, categoryFiles, policyFile, clientRiskFile, modelFile, hintFiles, postingFile } =
    sourceFiles
  const all = [...conceptFiles, ...categoryFiles, policyFile, clientRiskFile, ...languageFiles, ...hintFiles]
  return [...all, postingFile, modelFile].filter(file => file !== undefined)
}

const bySeverity = (a: CategorySource, b: CategorySource): number =>
  a.severity === b.severity ? a.id.localeCompare(b.id) : a.severity === 'violation' ? -1 : 1
