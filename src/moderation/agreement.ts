import { type Finding, isSame, type Pairs } from '../store/blind/agreement.js'
import type { GoldenResults } from '../store/blind/golden.js'
import { type Agreed, type Estimate, kappaOf, shareOf } from './intervals.js'

interface Compared extends Agreed {
  readonly agreement: Estimate | null
  readonly kappa: Estimate | null
}

export interface AgreementFigures {
  readonly opinions: number
  /** Exactly the same decision and categories. */
  readonly identical: Estimate | null
  /** Whether it was confirmed at all. */
  readonly all: Compared
  readonly categories: readonly (Compared & { readonly category: string })[]
}

/** How far second opinions agree with the decisions. */
export function agreementOf(pairs: readonly Pairs[]): AgreementFigures {
  const opinions = countOf(pairs)
  const same = countOf(pairs.filter(({ first, second }) => isSame(first, second)))
  return {
    opinions,
    identical: shareOf(same, opinions),
    all: compared(pairs, ({ decision }) => decision === 'confirmed'),
    categories: categoriesOf(pairs.flatMap(({ first, second }) => [first, second])).map(category => ({
      category,
      ...compared(pairs, ({ categories }) => categories.includes(category)),
    })),
  }
}

interface Right {
  readonly count: number
  readonly right: number
  readonly share: Estimate | null
}

/** How often moderators were right about golden items. Of a category: where it is known or was found, and both. */
export function goldenFigures(results: readonly GoldenResults[]): readonly (Right & {
  readonly moderator: string
  readonly categories: readonly (Right & { readonly category: string })[]
})[] {
  const moderators = [...new Set(results.map(({ moderator }) => moderator))].sort()
  return moderators.map(moderator => {
    const own = results.filter(one => one.moderator === moderator)
    const names = categoriesOf(own.flatMap(({ known, found }) => [known, found]))
    return {
      moderator,
      ...rightOf(own, ({ known, found }) => isSame(known, found)),
      categories: names.map(category => {
        const has = ({ categories }: Finding): boolean => categories.includes(category)
        const those = own.filter(({ known, found }) => has(known) || has(found))
        return { category, ...rightOf(those, ({ known, found }) => has(known) && has(found)) }
      }),
    }
  })
}

function compared(pairs: readonly Pairs[], says: (finding: Finding) => boolean): Compared {
  const count = (first: boolean, second: boolean): number =>
    countOf(pairs.filter(pair => says(pair.first) === first && says(pair.second) === second))
  const agreed = {
    both: count(true, true),
    onlyFirst: count(true, false),
    onlySecond: count(false, true),
    neither: count(false, false),
  }
  const agreement = shareOf(agreed.both + agreed.neither, countOf(pairs))
  return { ...agreed, agreement, kappa: kappaOf(agreed) }
}

function rightOf(results: readonly GoldenResults[], isRight: (one: GoldenResults) => boolean): Right {
  const count = countOf(results)
  const right = countOf(results.filter(isRight))
  return { count, right, share: shareOf(right, count) }
}

const countOf = (rows: readonly { readonly count: number }[]): number =>
  rows.reduce((sum, { count }) => sum + count, 0)

const categoriesOf = (findings: readonly Finding[]): readonly string[] =>
  [...new Set(findings.flatMap(({ categories }) => categories))].sort()
