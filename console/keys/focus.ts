/** Moves the focus to an element that may only be there after the next drawing. */
export function focusOn(id: string): void {
  requestAnimationFrame(() => setTimeout(() => document.getElementById(id)?.focus()))
}
