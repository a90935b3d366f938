import { computed, signal } from '@preact/signals'

/** The ids of the cases that are to be decided together, at most a thousand. */
export const selection = signal<ReadonlySet<string>>(new Set())
export const SELECTED_AT_MOST = 1_000

export const chosen = computed(() => selection.value.size)

export function toggle(id: string): void {
  const ids = new Set(selection.value)
  if (!ids.delete(id) && ids.size < SELECTED_AT_MOST) ids.add(id)
  selection.value = ids
}

export function choose(ids: readonly string[]): void {
  selection.value = new Set(ids.slice(0, SELECTED_AT_MOST))
}

export function unchoose(id: string): void {
  if (!selection.value.has(id)) return
  const ids = new Set(selection.value)
  ids.delete(id)
  selection.value = ids
}
