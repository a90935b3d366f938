import { useEffect } from 'preact/hooks'
import { screen } from '../../state/panel.js'

/** When the element with the focus went away with its case, the focus goes to the next one's title and not to the top. */
export function useKeptFocus(id: string | undefined, isOver: boolean): void {
  useEffect(() => {
    if (id === undefined && !isOver) return
    if (document.activeElement === document.body || document.activeElement === null)
      document.getElementById('case-title')?.focus({ preventScroll: true })
    if (id !== undefined && screen.value === 'case') scrollTo({ top: 0 })
  }, [id, isOver])
}
