import { now } from '../state/clock.js'
import { panel } from '../state/panel.js'
import { median, shift, startOver } from '../state/shift.js'
import { words } from '../words/words.js'
import { Dialog } from './parts/dialog.js'
import { Icon } from './parts/icons.js'

/** One's own figures, for oneself. */
export function ShiftPanel() {
  const { shift: said } = words.value
  const { confirmed, dismissed, since } = shift.value
  return (
    <Dialog title={said.title}>
      <dl class="figures">
        <Figure name={said.decided} value={String(confirmed + dismissed)} />
        <Figure name={said.confirmed} value={String(confirmed)} />
        <Figure name={said.dismissed} value={String(dismissed)} />
        <Figure
          name={said.median}
          value={median.value === null ? '–' : said.seconds(Math.round(median.value * 10) / 10)}
        />
        <Figure name={said.since} value={said.minutes(Math.floor(Math.max(0, now.value - since) / 60_000))} />
      </dl>
      <p class="soft">{said.own}</p>
      <p class="buttons">
        <button type="button" onClick={startOver}>
          {said.reset}
        </button>
        <button
          type="button"
          onClick={() => {
            panel.value = 'agreement'
          }}
        >
          <Icon name="pair" />
          {words.value.agreement.open}
        </button>
      </p>
    </Dialog>
  )
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
