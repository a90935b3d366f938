import type { DigitsLanguage } from '../../../ruleset/language/digits.js'
import type { IdentifiersLanguage } from '../../../ruleset/language/identifiers.js'
import { digitsOf } from '../spelt-digits.js'
import { readRun } from './digit-runs.js'
import type { Find, Sighting } from './sighting.js'
import { anyOf, buildHolds } from './words.js'

/** Numbers of online meetings; their links are found as links. Zoom's have nine to eleven digits, those of Teams more. */
export function buildFindMeetings(
  language: DigitsLanguage,
  { service, meeting, number }: IdentifiersLanguage['meeting'],
): Find {
  const digits = digitsOf(language)
  const isNamed = buildHolds([...service, ...meeting])
  const label = new RegExp(
    String.raw`(?:${anyOf(service)}(?:の)?${anyOf(meeting)}?|${anyOf(meeting)})(?:の)?\s?${anyOf(number)}\s{0,3}(?:は|:|=|→|⇒|>|「|『|\(|、){0,3}\s{0,3}`,
    'gu',
  )
  return ({ text }) => {
    if (!isNamed(text)) return []
    return [...text.matchAll(label)].flatMap((match): Sighting[] => {
      const run = readRun(text, match.index + match[0].length, digits, 15)
      if (!run || run.digits.length < 9) return []
      const service = run.digits.length <= 11 ? 'zoom' : 'teams'
      return [{ type: 'meeting', value: `${service}:${run.digits}`, start: run.start, end: run.end }]
    })
  }
}
