import type { Decision } from '../../api/shapes.js'
import { postpone } from '../../state/moving.js'
import { attempt } from '../../state/notices.js'
import { words } from '../../words/words.js'
import { Icon } from './icons.js'

interface AnswersProps {
  readonly note: string
  readonly write: (note: string) => void
  /** What the two buttons say. */
  readonly confirm: string
  readonly dismiss: string
  readonly decide: (outcome: Decision) => Promise<void>
  readonly disabled?: boolean
  /** The id of what says why they are disabled. */
  readonly describedBy?: string
}

/** A note, the two answers, and later: of a case as of a campaign. */
export function Answers({ note, write, confirm, dismiss, ...buttons }: AnswersProps) {
  const { decision: said } = words.value
  return (
    <div class="answers">
      <label class="note" for="note">
        <span class="sr">{said.note}</span>
        <textarea
          id="note"
          rows={1}
          maxlength={2000}
          placeholder={said.noteHint}
          value={note}
          onInput={event => write(event.currentTarget.value)}
        />
      </label>
      <Answer outcome="confirmed" word={confirm} shortcut="c" {...buttons} />
      <Answer outcome="dismissed" word={dismiss} shortcut="d" {...buttons} />
      <button type="button" class="later" aria-keyshortcuts="z" onClick={() => attempt(postpone)}>
        <Icon name="clock" />
        {said.later}
        <kbd>z</kbd>
      </button>
    </div>
  )
}

interface AnswerProps extends Pick<AnswersProps, 'decide' | 'disabled' | 'describedBy'> {
  readonly outcome: Decision
  readonly word: string
  readonly shortcut: string
}

function Answer({ outcome, word, shortcut, decide, disabled = false, describedBy }: AnswerProps) {
  const name = outcome === 'confirmed' ? 'confirm' : 'dismiss'
  return (
    <button
      id={name}
      type="button"
      class={name}
      aria-keyshortcuts={shortcut}
      aria-describedby={describedBy}
      disabled={disabled}
      onClick={() => attempt(() => decide(outcome))}
    >
      <Icon name={outcome} />
      {word}
      <kbd>{shortcut}</kbd>
    </button>
  )
}
