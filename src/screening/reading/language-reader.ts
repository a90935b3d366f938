import type { Language } from '../../ruleset/language.js'
import type { ReadLanguage } from '../../ruleset/self-test.js'
import { buildNormalise } from '../text/normalise.js'
import { segment } from '../text/segment.js'
import { buildSkeletons } from '../text/skeleton.js'
import { buildFindAmounts } from './amounts/amounts.js'
import { buildFindEntities } from './entities.js'
import { buildFindIdentifiers } from './identifiers/identifiers.js'
import type { Sighting } from './lexicon.js'
import { buildReadModality } from './modality.js'

/** What the steps make of the examples of `dict/language/`. Each gives the row as it should stand in the file. */
export function buildLanguageReader(language: Language): ReadLanguage {
  const normalise = buildNormalise(language.lookAlikes)
  const skeletons = buildSkeletons(language.lookAlikes)
  const findEntities = buildFindEntities(language.digits)
  const findIdentifiers = buildFindIdentifiers(language)
  const findAmounts = buildFindAmounts(language.amounts)
  const readModality = buildReadModality(language.modality)
  return {
    normalise: ([text = '']) => [text, normalise(text).text],
    amounts: ([original = '']) => {
      const { text } = normalise(original)
      return [original, ...findAmounts(text, segment(text)).map(found => shown(text, found))]
    },
    entities: ([original = '']) => {
      const { text } = normalise(original)
      return [original, ...findEntities(text).map(found => shown(text, found))]
    },
    modality: ([original = '', word = '']) => {
      const { text } = normalise(original)
      const start = text.indexOf(word)
      const off = readModality(text, segment(text)).offAt(start, start + word.length, true)
      return [original, word, off ?? '']
    },
    identifiers: ([original = '']) => {
      const found = findIdentifiers({ own: normalise(original), original })
      return [
        original,
        ...found.map(({ type, value, start, end }) => `${type} ${value} [${original.slice(start, end)}]`),
      ]
    },
    skeleton: ([text = '']) => [text, skeletons.of(normalise(text).text).text],
  }
}

const shown = (text: string, { finder, start, end }: Sighting): string =>
  `${finder} ${text.slice(start, end)}`
