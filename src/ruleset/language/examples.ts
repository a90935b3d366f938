import { z } from 'zod'
import type { DictFile } from '../files.js'

/** A text, and what a step makes of it: the last of each row is what is expected; see the step for the others. */
export const languageExamples = z.array(z.array(z.string()).min(1)).min(1)

/** The steps that prove the examples of language files. */
export type LanguageStep = 'normalise' | 'skeleton' | 'modality' | 'amounts' | 'entities' | 'identifiers'

/** The examples of one step and where they stand. */
export interface LanguageExamples {
  readonly step: LanguageStep
  readonly file: DictFile
  /** Keys that lead to the list, within the file. */
  readonly path: readonly PropertyKey[]
  readonly rows: readonly (readonly string[])[]
}
