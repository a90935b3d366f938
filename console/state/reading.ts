import { effect, signal } from '@preact/signals'
import { opened } from './opened.js'

/** The mark that was gone to last, from 0. */
export const markAt = signal(0)
/** Whether the blurred text of the open case is wanted. */
export const revealed = signal(false)
/** How many marks the open case has; the view that draws them says so. */
export const marks = signal(0)

// A new case begins at its first mark, and unseen.
let shown: string | undefined
effect(() => {
  const id = opened.value?.item.id
  if (id === shown) return
  shown = id
  markAt.value = 0
  revealed.value = false
})

export function nextMark(): void {
  if (marks.value > 0) markAt.value = (markAt.value + 1) % marks.value
}

export function reveal(): void {
  revealed.value = !revealed.value
}
