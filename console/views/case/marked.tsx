import type { Flag } from '../../api/shapes.js'
import { piecesOf } from './stretches.js'

/** A text with its evidence marked. */
export function Marked({ text, flags }: { readonly text: string; readonly flags: readonly Flag[] }) {
  return (
    <>
      {piecesOf(text, flags).map(({ text, mark }, at) =>
        mark === null ? text : <mark key={at}>{text}</mark>,
      )}
    </>
  )
}
