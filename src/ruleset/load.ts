import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { clientRiskSchema } from './client-risk.js'
import { circumstancesOf, compileConcepts, compileRules } from './compile.js'
import { hashOf, parseFile, RulesetError, readFile, readFolder } from './files.js'
import { fingerprintOf } from './fingerprint.js'
import { loadLanguage } from './language.js'
import { modelFitsDictionary } from './lints/model-fits-dictionary.js'
import { modelSchema } from './model-schema.js'
import { findReader } from './reader-files.js'
import type { Ruleset } from './ruleset.js'
import { type CategorySource, categorySchema, policySchema } from './schema.js'

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
  const categories = sources.map(({ category }) => category).sort(bySeverity)
  const rules = sources.flatMap(({ file, category }) => compileRules(file, category, concepts))
  const policy = parseFile(policyFile, policySchema)
  for (const { file, category } of sources) {
    if (!policy.thresholds[category.id])
      throw new RulesetError(`${policyFile.path}:1: thresholds: no entry for ${category.id} (${file.name})`)
  }
  const model = modelFile && parseFile(modelFile, modelSchema)
  const reader = findReader(dictDir)
  const tables = languageFiles.map(file => [file.name, parseFile(file, z.unknown())])
  const fingerprint = fingerprintOf({ concepts, categories, rules, tables })
  return {
    version: policy.version,
    hash: hashOf(
      [
        ...conceptFiles,
        ...categoryFiles,
        policyFile,
        clientRiskFile,
        ...languageFiles,
        ...(modelFile ? [modelFile] : []),
      ],
      reader?.hash,
    ),
    concepts,
    circumstances: circumstancesOf(concepts),
    categories,
    rules,
    policy,
    language,
    clientRisk: parseFile(clientRiskFile, clientRiskSchema),
    model,
    reader,
    fingerprint,
    warnings: modelFitsDictionary({ model, fingerprint, reader }),
  }
}

const bySeverity = (a: CategorySource, b: CategorySource): number =>
  a.severity === b.severity ? a.id.localeCompare(b.id) : a.severity === 'violation' ? -1 : 1
