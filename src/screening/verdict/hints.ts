import { DEFAULT_STAGE } from '../../contract/defaults.js'
import type { Hint, HintsOf } from '../../contract/hints.js'
import type { Evidence, Flag } from '../../contract/judgement.js'
import type { Stage } from '../../contract/words.js'
import type { CategoryHints, HintCase } from '../../ruleset/hints.js'

/**
 * What the sender of a draft is told: one hint a stretch and category, in the order of the text. Where a hint speaks of the
 * whole text it speaks alone: beside it, a wording for some stretch of it would be a way round.
 */
export function buildHints(hints: ReadonlyMap<string, CategoryHints>): HintsOf {
  return ({ text, stage = DEFAULT_STAGE }, { flags }) => {
    const hinted = flags.flatMap(flag => {
      const category = hints.get(flag.category)
      return category ? [{ flag, category }] : []
    })
    const ofWhole = hinted.filter(({ category }) => category.whole)
    const spoken = ofWhole.length > 0 ? ofWhole : hinted
    return spoken
      .flatMap(({ flag, category }) =>
        stretchesOf(flag, category, text).map(stretch => hintOf(category, stretch, text, stage)),
      )
      .sort((a, b) => a.start - b.start || a.end - b.end)
  }
}

type Stretch = Pick<Evidence, 'start' | 'end' | 'rule'>

function stretchesOf({ evidence }: Flag, { whole }: CategoryHints, text: string): readonly Stretch[] {
  // What moderators have put on a list is no policy that is named openly: who is on it should not learn so.
  const own = evidence.filter(({ rule }) => !rule.startsWith(OF_LISTS))
  if (own.length === 0 && evidence.length > 0) return []
  return whole || own.length === 0 ? [{ start: 0, end: text.length, rule: own[0]?.rule ?? '' }] : own
}

const OF_LISTS = 'list.'

function hintOf(category: CategoryHints, { start, end, rule }: Stretch, text: string, stage: Stage): Hint {
  const stretch = text.slice(start, end)
  const fitting = category.cases.filter(
    ({ rules, stages }) =>
      (rules?.some(one => rule === `${category.category}.${one}`) ?? true) &&
      (stages?.includes(stage) ?? true),
  )
  const isSaid = ({ words }: HintCase, within: string): boolean => words?.test(folded(within)) ?? true
  const spoken =
    fitting.find(one => isSaid(one, stretch)) ??
    fitting.find(one => isSaid(one, sentenceAround(text, start, end))) ??
    category
  const { message, suggestion } = spoken
  return { category: category.category, start, end, text: stretch, message, suggestion }
}

const folded = (text: string): string => text.normalize('NFKC').toLowerCase()

/** UTF-16 units on either side of a stretch that are looked at for its sentence. */
const REACH = 60
const END_OF_SENTENCE = /[。．！？!?\r\n]/u

function sentenceAround(text: string, start: number, end: number): string {
  const before =
    text
      .slice(Math.max(0, start - REACH), start)
      .split(END_OF_SENTENCE)
      .at(-1) ?? ''
  const after = text.slice(end, end + REACH).split(END_OF_SENTENCE)[0] ?? ''
  return before + text.slice(start, end) + after
}
