import { close, notices } from '../state/notices.js'
import { breakDue, rested, snooze } from '../state/shift.js'
import { words } from '../words/words.js'
import { Icon } from './parts/icons.js'

/** What has just happened, over the page and read aloud. */
export function Notices() {
  const { shift, close: closing } = words.value
  return (
    <div class="notices">
      {breakDue.value > 0 && (
        <div class="notice break" role="status">
          <Icon name="leaf" />
          <span>{shift.break(breakDue.value)}</span>
          <button type="button" onClick={rested}>
            {shift.rested}
          </button>
          <button type="button" onClick={snooze}>
            {shift.snooze}
          </button>
        </div>
      )}
      <div role="status" aria-live="polite">
        {notices.value.map(({ id, text, wrong, action }) => (
          <div key={id} class={wrong ? 'notice wrong' : 'notice'}>
            <span>{text}</span>
            {action && (
              <button
                type="button"
                onClick={() => {
                  close(id)
                  action.run()
                }}
              >
                {action.label}
              </button>
            )}
            <button type="button" class="quiet" aria-label={closing} onClick={() => close(id)}>
              <Icon name="close" />
            </button>
          </div>
        ))}
      </div>
    </div>
  )
}
