import { computed, signal } from '@preact/signals'
import { desk } from '../api/desk.js'
import type { Category } from '../api/shapes.js'

/** Violations first, each kind in the dictionary's order, so that a digit always means the same category. */
export const categories = signal<readonly Category[]>([])

export const labels = computed(() => new Map(categories.value.map(({ id, label }) => [id, label])))

export async function loadCategories(): Promise<void> {
  const found = await desk.categories()
  categories.value = [
    ...found.filter(({ severity }) => severity === 'violation'),
    ...found.filter(({ severity }) => severity !== 'violation'),
  ]
}

/** The key that ticks a category: 1 to 9 and 0 for the first ten, then with Shift. '' where there are too many. */
export function digitOf(at: number): string {
  if (at >= 20) return ''
  return `${at < 10 ? '' : '⇧'}${(at + 1) % 10}`
}
