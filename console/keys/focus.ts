/**
 * Moves the focus to an element: at once when it is there, so that the next letter is already written into it and is no key
 * of the desk; else after the next drawing.
 */
export function focusOn(id: string): void {
  const there = document.getElementById(id)
  if (there) there.focus()
  else requestAnimationFrame(() => setTimeout(() => document.getElementById(id)?.focus()))
}
