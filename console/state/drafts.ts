import type { Case } from '../api/shapes.js'
import { fieldOf, kept, strings } from './kept.js'
import { isComplaint } from './reported.js'

/** What a moderator has begun to write on a case: kept by case, until it is decided or the tab is closed. */
export interface Draft {
  readonly note: string
  readonly categories: readonly string[]
}

const AT_MOST = 200

const drafts = kept<Readonly<Record<string, Draft>>>(sessionStorage, 'drafts', stored =>
  Object.fromEntries(
    Object.entries(typeof stored === 'object' && stored !== null ? stored : {}).map(([id, draft]) => [
      id,
      { note: String(fieldOf(draft, 'note') ?? ''), categories: strings(fieldOf(draft, 'categories')) },
    ]),
  ),
)

export function draftOf(item: Case): Draft {
  return drafts.value[item.id] ?? { note: '', categories: proposed(item) }
}

export function write(item: Case, change: Partial<Draft>): void {
  restoreDraft(item.id, { ...draftOf(item), ...change })
}

export function restoreDraft(id: string, draft: Draft): void {
  const { [id]: _before, ...others } = drafts.value
  drafts.value = Object.fromEntries([...Object.entries(others), [id, draft] as const].slice(-AT_MOST))
}

export function toggleCategory(item: Case, category: string): void {
  const { categories } = draftOf(item)
  write(item, {
    categories: categories.includes(category)
      ? categories.filter(one => one !== category)
      : [...categories, category],
  })
}

export function forgetDraft(id: string): void {
  const { [id]: _done, ...others } = drafts.value
  drafts.value = others
}

/** What was flagged and what was reported; of a confirmed case, what was confirmed. */
function proposed({ status, decision, flags, reports }: Case): readonly string[] {
  if (status === 'confirmed' && decision !== null) return decision.categories
  const reported = reports.filter(isComplaint).flatMap(({ category }) => category ?? [])
  return [...new Set([...flags.map(({ category }) => category), ...reported])]
}
