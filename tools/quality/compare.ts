import type { Severity, Verdict } from '../../src/contract/words.js'
import { hashOf, type Saved } from './answers.js'
import type { Case } from './dataset.js'
import {
  type Answer,
  type Answered,
  type Category,
  cautionsOf,
  isLegitimate,
  isWronglyHeld,
  outcomeOf,
  type Totals,
  totalsOf,
} from './tally.js'

/** What became of a label or of a false alarm; `held` and `released`: a legitimate text is no longer, or again, delivered. */
type Kind = 'lost' | 'false alarm' | 'held' | 'gained' | 'mended' | 'released'

export interface Change {
  readonly kind: Kind
  readonly item: Case
  /** Undefined for what concerns the verdict alone. */
  readonly category: string | undefined
  readonly severity: Severity
  readonly before: Verdict
  readonly after: Verdict
}

export interface Comparison {
  /** The worst first: caught violations that are lost. */
  readonly changes: readonly Change[]
  /** Totals of the messages that both have answered, both under the labels of today. */
  readonly before: Totals
  readonly after: Totals
  /** Messages that the earlier run has not answered. */
  readonly unknown: number
}

/** What has changed since an earlier run, message by message. Labels are those of today. */
export function compare(
  answered: readonly Answered[],
  earlier: Pick<Saved, 'answers' | 'categories'>,
  categories: readonly Category[],
): Comparison {
  // A category that is gone loses what it caught.
  const gone = earlier.categories.filter(({ id }) => categories.every(category => category.id !== id))
  const all = [...categories, ...gone]
  const said = new Map(earlier.answers.map(answer => [answer.text, answer]))
  const pairs = answered.flatMap(after => {
    const answer = said.get(hashOf(after.item))
    if (answer === undefined) return []
    const { verdict, flags } = answer
    const judgement: Answer = { verdict, flags: flags.map(category => ({ category })) }
    return [{ before: { item: after.item, judgement }, after }]
  })
  const cautions = cautionsOf(all)
  return {
    changes: pairs
      .flatMap(pair => changesOf(pair.before, pair.after, all, cautions))
      .sort((a, b) => rank(a) - rank(b)),
    before: totalsOf(
      pairs.map(({ before }) => before),
      all,
    ),
    after: totalsOf(
      pairs.map(({ after }) => after),
      all,
    ),
    unknown: answered.length - pairs.length,
  }
}

export const isLostViolation = ({ kind, severity }: Change): boolean =>
  kind === 'lost' && severity === 'violation'

function changesOf(
  before: Answered,
  after: Answered,
  categories: readonly Category[],
  cautions: ReadonlySet<string>,
): Change[] {
  const common = { item: after.item, before: before.judgement.verdict, after: after.judgement.verdict }
  const ofCategories = categories.flatMap(({ id, severity }): Change[] => {
    const kind = kindOf(outcomeOf(before, id), outcomeOf(after, id))
    return kind === undefined ? [] : [{ ...common, kind, category: id, severity }]
  })
  const wasHeld = isWronglyHeld(before, cautions)
  const isHeldNow = isWronglyHeld(after, cautions)
  if (!isLegitimate(after) || wasHeld === isHeldNow) return ofCategories
  const kind = isHeldNow ? 'held' : 'released'
  return [...ofCategories, { ...common, kind, category: undefined, severity: 'violation' }]
}

function kindOf(before: ReturnType<typeof outcomeOf>, after: ReturnType<typeof outcomeOf>): Kind | undefined {
  if (before === after) return undefined
  if (before === 'tp') return 'lost'
  if (after === 'tp') return 'gained'
  return after === 'fp' ? 'false alarm' : 'mended'
}

const ORDER: readonly Kind[] = ['lost', 'held', 'false alarm', 'gained', 'mended', 'released']

const rank = ({ kind, severity }: Change): number =>
  2 * ORDER.indexOf(kind) + (severity === 'violation' ? 0 : 1)
