import { useState } from 'preact/hooks'
import type { Decision } from '../api/shapes.js'
import { decideMany } from '../state/bulk.js'
import { categories as all } from '../state/categories.js'
import { attempt } from '../state/notices.js'
import { rows } from '../state/rows.js'
import { chosen, selection } from '../state/selection.js'
import { words } from '../words/words.js'
import { Dialog } from './parts/dialog.js'
import { snippetOf } from './queue/snippet.js'

const SAMPLE = 5

/** One decision for all that are selected, with a look at the first of them. */
export function Bulk() {
  const { bulk, decision: said } = words.value
  const [note, setNote] = useState('')
  const [category, setCategory] = useState('')
  const [busy, setBusy] = useState(false)
  const sample = rows.value.filter(({ id }) => selection.value.has(id)).slice(0, SAMPLE)
  const act = async (decision: Decision) => {
    setBusy(true)
    const trimmed = note.trim()
    await attempt(() =>
      decideMany({
        decision,
        ...(decision === 'confirmed' && category && { categories: [category] }),
        ...(trimmed && { note: trimmed }),
      }),
    )
    setBusy(false)
  }
  return (
    <Dialog title={bulk.title(chosen.value)}>
      <h3>{bulk.sample}</h3>
      <ul class="plain sample">
        {sample.map(row => (
          <li key={row.id}>{snippetOf(row)}</li>
        ))}
      </ul>
      <label>
        {said.categories}
        <select value={category} onChange={event => setCategory(event.currentTarget.value)}>
          <option value="">{bulk.asFlagged}</option>
          {all.value.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <label>
        {said.note}
        <textarea
          rows={2}
          maxlength={2000}
          value={note}
          onInput={event => setNote(event.currentTarget.value)}
        />
      </label>
      <p class="buttons">
        <button type="button" class="confirm" disabled={busy} onClick={() => act('confirmed')}>
          {bulk.confirm(chosen.value)}
        </button>
        <button type="button" class="dismiss" disabled={busy} onClick={() => act('dismissed')}>
          {bulk.dismiss(chosen.value)}
        </button>
      </p>
    </Dialog>
  )
}
