import { attempt } from '../state/notices.js'
import { panel } from '../state/panel.js'
import { door } from '../state/session.js'
import { BINDINGS, pressDigit } from './bindings.js'
import { keyOf } from './key-of.js'

/** Listens for the keys of the desk, wherever the focus is, except where letters are written. */
export function listenToKeys(): void {
  document.addEventListener('keydown', event => {
    if (door.value !== 'in' || event.ctrlKey || event.metaKey || event.altKey) return
    const key = keyOf(event)
    if (isWriting(event.target)) {
      if (key === 'escape' && event.target instanceof HTMLElement && !event.isComposing) event.target.blur()
      return
    }
    // An open panel is read first; only what closes or changes it works.
    if (panel.value !== null && !['escape', '?', 's', 'a'].includes(key)) return
    const digit = /^Digit(\d)$/.exec(event.code)?.[1]
    if (digit !== undefined && !event.repeat && key !== '?' && key !== '/') {
      event.preventDefault()
      return pressDigit(Number(digit), event.shiftKey)
    }
    const binding = BINDINGS.find(({ keys, run }) => run !== undefined && keys.includes(key))
    if (binding?.run === undefined || (event.repeat && !binding.repeats)) return
    event.preventDefault()
    const { run } = binding
    void attempt(async () => run())
  })
}

function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('textarea, select, input:not([type=checkbox])') !== null
}
