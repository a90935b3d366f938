import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { panel } from '../../state/panel.js'
import { words } from '../../words/words.js'
import { Icon } from './icons.js'

/** Lies over the desk, keeps the focus within it, and gives it back when it closes. */
export function Dialog({
  title,
  children,
}: {
  readonly title: string
  readonly children: ComponentChildren
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const before = document.activeElement
    dialog.current?.showModal()
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus()
    }
  }, [])
  const close = () => {
    panel.value = null
  }
  return (
    <dialog ref={dialog} aria-labelledby="dialog-title" onClose={close} onCancel={close}>
      <header>
        <h2 id="dialog-title">{title}</h2>
        <button type="button" class="quiet" onClick={close} aria-label={words.value.close}>
          <Icon name="close" />
        </button>
      </header>
      {children}
    </dialog>
  )
}
