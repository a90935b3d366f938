import type { DigitsLanguage } from '../../../ruleset/language/digits.js'
import { digitsOf } from '../spelt-digits.js'
import { readRun } from './digit-runs.js'
import type { Find, Sighting } from './sighting.js'

const LABEL =
  /(?:(?:zoom|ズーム|ずーむ)(?:の)?(?:ミーティング|会議|meeting)?(?:の)?\s?(?:id|アイディー?|番号)|(?:ミーティング|会議|meeting)(?:の)?\s?(?:id|アイディー?|番号|コード))\s{0,3}(?:は|:|=|→|⇒|>|「|『|\(|、){0,3}\s{0,3}/gu

const HINTS = ['zoom', 'ズーム', 'ずーむ', 'ミーティング', '会議', 'meeting']

/** Numbers of online meetings; their links are found as links. Zoom's have nine to eleven digits, those of Teams more. */
export function buildFindMeetings(language: DigitsLanguage): Find {
  const digits = digitsOf(language)
  return ({ text }) => {
    if (!HINTS.some(hint => text.includes(hint))) return []
    return [...text.matchAll(LABEL)].flatMap((match): Sighting[] => {
      const run = readRun(text, match.index + match[0].length, digits, 15)
      if (!run || run.digits.length < 9) return []
      const service = run.digits.length <= 11 ? 'zoom' : 'teams'
      return [{ type: 'meeting', value: `${service}:${run.digits}`, start: run.start, end: run.end }]
    })
  }
}
