import type { ComponentChildren } from 'preact'
import { Failure } from '../../api/failure.js'
import type { Fetched } from '../../state/fetched.js'
import { wordsOf } from '../../state/notices.js'
import { words } from '../../words/words.js'

interface FetchedProps<Value> {
  readonly found: Fetched<Value>
  readonly again: () => void
  readonly show: (value: Value) => ComponentChildren
}

/** What was asked for, when it is there; until then that it is on its way, or why it is not, and a way to ask again. */
export function FetchedPart<Value>({ found: { value, failure }, again, show }: FetchedProps<Value>) {
  if (value !== undefined) return <>{show(value)}</>
  if (failure === undefined)
    return (
      <p class="soft" role="status">
        {words.value.queue.loading}
      </p>
    )
  return (
    <div class="not-fetched">
      <p class="refusal" role="alert">
        {wordsOf(failure)}
      </p>
      {!(failure instanceof Failure && failure.kind === 'no_right') && (
        <button type="button" onClick={again}>
          {words.value.again}
        </button>
      )}
    </div>
  )
}
