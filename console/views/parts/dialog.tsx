import { useSignalEffect } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { panel } from '../../state/panel.js'
import { words } from '../../words/words.js'
import { Icon } from './icons.js'

/** Lies over the desk, and keeps the focus within it until it closes: the browser gives it back then. */
export function Dialog({
  title,
  children,
}: {
  readonly title: string
  readonly children: ComponentChildren
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => dialog.current?.showModal(), [])
  // At once, and not with the next drawing: until then nothing below can have the focus, and letters that are typed into a
  // note would be keys of the desk.
  useSignalEffect(() => {
    if (panel.value === null) dialog.current?.close()
  })
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
