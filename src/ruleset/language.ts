import { type DictFile, parseFile, readFile } from './files.js'
import { type AmountsLanguage, amountsSchema } from './language/amounts.js'
import { type DigitsLanguage, digitsSchema } from './language/digits.js'
import type { LanguageExamples } from './language/examples.js'
import { type IdentifiersLanguage, identifiersSchema } from './language/identifiers.js'
import { type LookAlikes, lookAlikesSchema } from './language/look-alikes.js'
import { type ModalityLanguage, modalitySchema } from './language/modality.js'

/** What `dict/language/` knows of Japanese as it is written, checked and compiled: its patterns match their own examples. */
export interface Language {
  readonly lookAlikes: LookAlikes
  readonly modality: ModalityLanguage
  readonly amounts: AmountsLanguage
  readonly digits: DigitsLanguage
  readonly identifiers: IdentifiersLanguage
  /** Examples that need the steps of reading: see `proveLanguage`. */
  readonly examples: readonly LanguageExamples[]
}

/** Throws RulesetError with file, line and reason. The files are part of the ruleset's hash. */
export function loadLanguage(dictDir: string): {
  readonly language: Language
  readonly files: readonly DictFile[]
  /** Those of them that make a text's reading, and so what a model is fitted on. */
  readonly tables: readonly DictFile[]
} {
  const file = (name: string): DictFile => readFile(dictDir, `language/${name}.yaml`)
  const lookAlikesFile = file('look-alikes')
  const modalityFile = file('modality')
  const modality = parseFile(modalityFile, modalitySchema)
  const amountsFile = file('amounts')
  const amounts = parseFile(amountsFile, amountsSchema)
  const digitsFile = file('digits')
  const digits = parseFile(digitsFile, digitsSchema)
  const identifiersFile = file('identifiers')
  const identifiers = parseFile(identifiersFile, identifiersSchema)
  const lookAlikes = parseFile(lookAlikesFile, lookAlikesSchema)
  const tables = [lookAlikesFile, modalityFile, amountsFile, digitsFile]
  return {
    language: {
      lookAlikes,
      modality,
      amounts,
      digits,
      identifiers,
      examples: [
        {
          step: 'normalise',
          file: lookAlikesFile,
          path: ['examples', 'normalised'],
          rows: lookAlikes.examples.normalised,
        },
        {
          step: 'skeleton',
          file: lookAlikesFile,
          path: ['examples', 'skeletons'],
          rows: lookAlikes.examples.skeletons,
        },
        { step: 'modality', file: modalityFile, path: ['examples'], rows: modality.examples },
        { step: 'amounts', file: amountsFile, path: ['examples'], rows: amounts.examples },
        { step: 'entities', file: digitsFile, path: ['examples'], rows: digits.examples },
        { step: 'identifiers', file: identifiersFile, path: ['examples'], rows: identifiers.examples },
      ],
    },
    files: [...tables, identifiersFile],
    tables,
  }
}
