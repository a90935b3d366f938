import type { Summary } from '../../api/shapes.js'
import { words } from '../../words/words.js'

/** UTF-16 units of a line in the list. */
const LENGTH = 90
const MASK = /●+/g

/** The words by which a case is known again in the list: its marked stretches, strongest category first. */
export function snippetOf(row: Summary): string {
  const { queue } = words.value
  const stretches = row.flags.flatMap(({ evidence }) => evidence.map(({ text }) => text.trim()))
  const distinct = [...new Set(stretches.filter(text => text && !/^●*$/.test(text)))]
  if (distinct.length > 0) return shorten(distinct.join(' … '))
  const kept = unmasked(row.text)
  if (/[^…\s]/.test(kept)) return kept
  return row.origin === 'report' ? queue.reported : queue.noStretch
}

/** What is legible of a masked text. */
export function unmasked(text: string): string {
  return shorten(text.replace(MASK, '…').trim())
}

function shorten(text: string): string {
  return text.length > LENGTH ? `${text.slice(0, LENGTH)}…` : text
}
