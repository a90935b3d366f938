import type { Language } from '../../ruleset/language.js'
import type { ReadLanguage } from '../../ruleset/self-test.js'
import { buildNormalise } from '../text/normalise.js'
import { buildSkeletons } from '../text/skeleton.js'

/** What the steps make of the examples of `dict/language/`. Each gives the row as it should stand in the file. */
export function buildLanguageReader(language: Language): ReadLanguage {
  const normalise = buildNormalise(language.lookAlikes)
  const skeletons = buildSkeletons(language.lookAlikes)
  return {
    normalise: ([text = '']) => [text, normalise(text).text],
    skeleton: ([text = '']) => [text, skeletons.of(normalise(text).text).text],
  }
}
