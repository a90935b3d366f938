import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadRuleset } from '../../src/ruleset/load.js'
import type { ModelSource } from '../../src/ruleset/model-schema.js'
import type { Ruleset } from '../../src/ruleset/ruleset.js'
import { buildReadMessage } from '../../src/screening/rules/read-message.js'
import { buildScreener } from '../../src/screening/screener.js'
import { fakeTokenise } from './fake-tokeniser.js'

/**
 * A dictionary that fits in one's head: three categories, nine concepts, no model. The engine is tested on it, so that an
 * edit of the production dictionary makes no engine test red, or empty.
 */
const FIXTURE_DICT = fileURLToPath(new URL('../fixtures/dict', import.meta.url))
/** What the language is and what a client is worth does not change with the rules: these tables are production's own. */
const PRODUCTION_DICT = fileURLToPath(new URL('../../dict', import.meta.url))
const SHARED = ['language', 'client-risk.yaml', 'posting.yaml']

export const fixtureRuleset = loadCopy()

function loadCopy(): Ruleset {
  const copy = copyOfFixture()
  try {
    return loadRuleset(copy.path)
  } finally {
    copy.remove()
  }
}

/** The verbs of the fixture as they come in its texts. */
export const fixtureTokenise = fakeTokenise({
  教え: '教える',
  送っ: '送る',
  送り: '送る',
  買っ: '買う',
  買わ: '買う',
  お: 'お',
})

export const fixtureReadMessage = buildReadMessage(fixtureRuleset, fixtureTokenise)

/** The engine as production builds it, on the fixture. */
export const fixtureScreener = screenerOf(fixtureRuleset)

export function screenerOf(ruleset: Ruleset) {
  return buildScreener(ruleset, buildReadMessage(ruleset, fixtureTokenise))
}

export interface EditableDictionary {
  readonly path: string
  readonly write: (name: string, source: string) => void
  /** Fails when it changes nothing: a test that breaks a file has to break it. */
  readonly edit: (name: string, change: (source: string) => string) => void
  readonly remove: () => void
}

/** A copy of the fixture to break, and files in place of its own or beside them. Its caller removes it. */
export function copyOfFixture(files: Readonly<Record<string, string>> = {}): EditableDictionary {
  const path = mkdtempSync(join(tmpdir(), 'sekisho-dict-'))
  cpSync(FIXTURE_DICT, path, { recursive: true })
  for (const name of SHARED) cpSync(join(PRODUCTION_DICT, name), join(path, name), { recursive: true })
  const write = (name: string, source: string): void => {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), source)
  }
  for (const [name, source] of Object.entries(files)) write(name, source)
  return {
    path,
    write,
    edit: (name, change) => {
      const before = readFileSync(join(path, name), 'utf8')
      const after = change(before)
      if (after === before) throw new Error(`the edit changed nothing in ${name}`)
      write(name, after)
    },
    remove: () => rmSync(path, { recursive: true }),
  }
}

/** A model that was fitted on the fixture. */
export const TRAINED_ON: ModelSource['trainedOn'] = {
  messages: 1,
  families: 1,
  folds: 1,
  ...fixtureRuleset.fingerprint,
}

/** The fixture with a model: `weights` by feature for a category, a silent voice unless n-gram weights are given. */
export function withModel(
  logistic: ModelSource['logistic'],
  ngram: ModelSource['ngram'] = { buckets: 16, scale: {}, bias: {}, weights: {} },
): Ruleset {
  return {
    ...fixtureRuleset,
    model: { trainedOn: TRAINED_ON, ngram, logistic },
  }
}
