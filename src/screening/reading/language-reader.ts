import type { Language } from '../../ruleset/language.js'
import type { ReadLanguage } from '../../ruleset/self-test.js'
import { buildNormalise } from '../text/normalise.js'
import { segment } from '../text/segment.js'
import { buildSkeletons } from '../text/skeleton.js'
import { buildReadModality } from './modality.js'

/** What the steps make of the examples of `dict/language/`. Each gives the row as it should stand in the file. */
export function buildLanguageReader(language: Language): ReadLanguage {
  const normalise = buildNormalise(language.lookAlikes)
  const skeletons = buildSkeletons(language.lookAlikes)
  const readModality = buildReadModality(language.modality)
  return {
    normalise: ([text = '']) => [text, normalise(text).text],
    modality: ([original = '', word = '']) => {
      const { text } = normalise(original)
      const start = text.indexOf(word)
      const off = readModality(text, segment(text)).offAt(start, start + word.length, true)
      return [original, word, off ?? '']
    },
    skeleton: ([text = '']) => [text, skeletons.of(normalise(text).text).text],
  }
}
