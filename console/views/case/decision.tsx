import type { Case, Decision as Outcome } from '../../api/shapes.js'
import { decide } from '../../state/deciding.js'
import { draftOf, toggleCategory, write } from '../../state/drafts.js'
import { postpone } from '../../state/moving.js'
import { attempt } from '../../state/notices.js'
import { words } from '../../words/words.js'
import { Icon } from '../parts/icons.js'
import { Ticks } from './ticks.js'

/** Categories, a note, and the two answers: always in sight. */
export function Decision({ item }: { readonly item: Case }) {
  const { decision: said } = words.value
  const { note, categories: ticked } = draftOf(item)
  return (
    <footer class="decision">
      <Ticks legend={said.categories} ticked={ticked} toggle={category => toggleCategory(item, category)} />
      <div class="answers">
        <label class="note" for="note">
          <span class="sr">{said.note}</span>
          <textarea
            id="note"
            rows={1}
            maxlength={2000}
            placeholder={said.noteHint}
            value={note}
            onInput={event => write(item, { note: event.currentTarget.value })}
          />
        </label>
        <Answer outcome="confirmed" word={said.confirm} shortcut="c" />
        <Answer outcome="dismissed" word={said.dismiss} shortcut="d" />
        <button type="button" class="later" aria-keyshortcuts="z" onClick={() => attempt(postpone)}>
          <Icon name="clock" />
          {said.later}
          <kbd>z</kbd>
        </button>
      </div>
    </footer>
  )
}

function Answer({
  outcome,
  word,
  shortcut,
}: {
  readonly outcome: Outcome
  readonly word: string
  readonly shortcut: string
}) {
  return (
    <button
      id={outcome === 'confirmed' ? 'confirm' : 'dismiss'}
      type="button"
      class={outcome === 'confirmed' ? 'confirm' : 'dismiss'}
      aria-keyshortcuts={shortcut}
      onClick={() => attempt(() => decide(outcome))}
    >
      <Icon name={outcome} />
      {word}
      <kbd>{shortcut}</kbd>
    </button>
  )
}
