import type { ReportWords } from './words.js'

/** How things are called in the tables, and in which order they stand. */
export interface Naming {
  readonly words: ReportWords
  /** YYYY-MM, in order. */
  readonly months: readonly string[]
  readonly categories: readonly Named[]
}

interface Named {
  readonly id: string
  readonly label: string
}

/** All categories of today, then those that are no more, then what has none: of these only what was found. */
export function categoriesWith({ categories, words }: Naming, found: readonly string[]): readonly Named[] {
  const known = new Set(categories.map(({ id }) => id))
  const gone = [...new Set(found)].filter(id => id !== '' && !known.has(id)).sort()
  return [
    ...categories,
    ...gone.map(id => ({ id, label: id })),
    ...(found.includes('') ? [{ id: '', label: words.noCategory }] : []),
  ]
}

export const titleOf = ({ sections }: ReportWords, id: string): string =>
  sections.find(section => section.id === id)?.title ?? id
